import {
  to = soda_webhook_integration.adopted
  id = "7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001"
}

resource "soda_webhook_integration" "adopted" {
  name    = "from-the-ui"
  url     = "https://events.example.com/ui"
  scopes  = ["alert_notification", "incidents"]
  headers = { "X-Team" = { value = "finance" } }
}
