resource "soda_webhook_integration" "alerts" {
  name   = "data-alerts"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}
