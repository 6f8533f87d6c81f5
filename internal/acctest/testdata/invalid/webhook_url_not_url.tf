# want: Invalid URL
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "example"
  scopes = ["incidents"]
}
