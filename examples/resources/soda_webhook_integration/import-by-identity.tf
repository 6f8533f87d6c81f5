import {
  to       = soda_webhook_integration.contracts
  identity = { id = "7f3a9b20-5d18-4e6c-b94f-a1c2d3e40002" }
}

resource "soda_webhook_integration" "contracts" {
  name   = "contracts-from-the-ui"
  url    = "https://events.example.com/contracts"
  scopes = ["contracts"]
}
