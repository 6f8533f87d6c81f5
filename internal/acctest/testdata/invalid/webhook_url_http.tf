# want: Invalid URL
# want: https URL
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "http://example.com"
  scopes = ["incidents"]
}
