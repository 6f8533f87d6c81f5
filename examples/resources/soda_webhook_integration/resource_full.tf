resource "soda_webhook_integration" "everything" {
  name   = "everything"
  url    = "https://events.example.com/soda/everything"
  scopes = ["alert_notification", "incidents", "contracts"]
  headers = {
    "Content-Type"  = { value = "application/json" }            # shown in plans
    "Authorization" = { secret = "Bearer ${var.alerts_token}" } # hidden in plans, kept in the state
  }
}

variable "alerts_token" {
  type      = string
  sensitive = true
}
