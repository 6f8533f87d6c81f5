resource "soda_webhook_integration" "alerts" {
  name   = "data-alerts"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}

# Sent when the webhook is created, and again when its URL changes.
resource "soda_webhook_test" "alerts" {
  integration_id = soda_webhook_integration.alerts.id
  event          = "checkEvaluation"
  triggers       = { url = soda_webhook_integration.alerts.url }
}

output "delivered" {
  value = soda_webhook_test.alerts.delivered
}
