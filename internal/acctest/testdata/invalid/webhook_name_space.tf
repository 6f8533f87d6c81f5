# want: The value must not begin or end with white space. Remove it, or use trimspace()
resource "soda_webhook_integration" "pager" {
  name   = " pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
}
