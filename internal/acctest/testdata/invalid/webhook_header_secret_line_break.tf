# want: Invalid header value
# want: "X-Team"
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
  headers = {
    "X-Team" = { secret = "a\rb" }
  }
}
