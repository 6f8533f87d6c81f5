# want: Keep url if plans and the state may show the URL; otherwise, keep url_wo
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  url_wo = "https://example.com/soda"
  scopes = ["incidents"]
}
