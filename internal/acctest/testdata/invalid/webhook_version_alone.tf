# want: on main.tf line 7,
# want: headers["X-Team"].secret_wo_version requires secret_wo
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://example.com/soda"
  scopes  = []
  headers = { "X-Team" = { value = "data", secret_wo_version = 1 } }
}
