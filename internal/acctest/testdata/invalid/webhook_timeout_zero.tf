# want: Invalid duration
# want: delete = "0s"
# want: above zero
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = []
  timeouts {
    delete = "0s"
  }
}
