# want: Header without a value
# want: "X-Team"
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
  headers = {
    "X-Team" = {}
  }
}
