variable "endpoint" {
  type    = string
  default = "https://events.example.com/soda"
}

variable "endpoint_token" {
  type      = string
  sensitive = true
  default   = "not set"
}

# Sent from where Terraform runs, to the URL itself. A failed delivery stops the run.
data "soda_webhook_test" "endpoint" {
  url   = var.endpoint
  event = "incidentCreated"
  send  = var.smoke_test
  headers = {
    "X-Team"        = { value = "finance" }
    "Authorization" = { secret = "Bearer ${var.endpoint_token}" }
  }

  lifecycle {
    postcondition {
      condition     = self.delivered != false
      error_message = "The endpoint did not accept the event. ${coalesce(self.error, "-")}"
    }
  }
}
