resource "soda_webhook_integration" "signed" {
  name   = "signed"
  url    = "https://events.example.com/soda/signed"
  scopes = ["incidents"]
  secret = var.payload_secret # stored in the state; for a CLI without write-only values
}

variable "payload_secret" {
  type      = string
  sensitive = true
}
