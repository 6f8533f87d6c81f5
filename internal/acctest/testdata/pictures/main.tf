# The plan that README shows: from the values that are set here to others.
provider "soda" {}

variable "severity" { default = "high" }
variable "url" { default = "https://events.example.com/soda" }
variable "token" {
  default   = "first"
  sensitive = true
}

resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = var.url
  scopes  = ["alert_notification"]
  headers = { "Authorization" = { secret = var.token } }
}

resource "soda_notification_rule" "finance" {
  name      = "Finance checks"
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { field = "checkResourceAttribute", attribute = "severity", equals = var.severity },
  ] }
  recipients = [{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }]
}
