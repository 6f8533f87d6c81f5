# want: Header "X-Team" needs exactly one of
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://example.com/soda"
  scopes  = []
  headers = { "X-Team" = null }
}
