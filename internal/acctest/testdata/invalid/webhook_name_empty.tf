# want: name
# want: length must be at least 1
resource "soda_webhook_integration" "pager" {
  name   = ""
  url    = "https://example.com/soda"
  scopes = ["incidents"]
}
