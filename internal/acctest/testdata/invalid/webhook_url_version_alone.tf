# want: url_wo_version requires url_wo
resource "soda_webhook_integration" "pager" {
  name           = "pager"
  url            = "https://example.com/soda"
  scopes         = ["incidents"]
  url_wo_version = 1
}
