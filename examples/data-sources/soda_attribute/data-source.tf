data "soda_attribute" "severity" {
  name          = "severity"
  resource_type = "check"
}

variable "severity" {
  description = "The severity to be notified about."
  type        = string
  default     = "critical"
}

resource "soda_notification_rule" "severity" {
  name       = "Checks of severity ${var.severity}"
  rule_type  = "check"
  filter     = { field = "checkResourceAttribute", attribute = data.soda_attribute.severity.name, equals = var.severity }
  recipients = [{ email = "data-quality@example.com", levels = ["critical"] }]

  lifecycle {
    precondition {
      condition     = contains(data.soda_attribute.severity.allowed_values, var.severity)
      error_message = "Soda Cloud has no severity ${var.severity}."
    }
  }
}
