# want: Header "Host" cannot be set: it is the host of the URL
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://example.com/soda"
  scopes  = ["incidents"]
  headers = { "Host" = { value = "example.com" } }
}
