# want: Invalid header value
# want: header "X-Team"
# want: trimspace()
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
  headers = {
    "X-Team" = { value = "a\nb" }
  }
}
