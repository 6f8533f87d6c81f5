# want: Header "content-length" cannot be set: it is the length of the payload
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://example.com/soda"
  scopes  = ["incidents"]
  headers = { "content-length" = { secret = "1" } }
}
