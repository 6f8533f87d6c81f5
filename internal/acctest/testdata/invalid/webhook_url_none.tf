# want: Set url, or url_wo if the URL is a secret
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  scopes = ["incidents"]
}
