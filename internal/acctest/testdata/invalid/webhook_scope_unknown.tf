# want: scopes
# want: "incident"
# want: "incidents"
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incident"]
}
