# want: Invalid header name
# want: "X Team" is not an HTTP header name
# want: RFC 9110
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
  headers = {
    "X Team" = { value = "data" }
  }
}
