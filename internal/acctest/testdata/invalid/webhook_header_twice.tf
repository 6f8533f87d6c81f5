# want: Duplicate header
# want: "X-Team" and "x-team"
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
  headers = {
    "X-Team" = { value = "a" }
    "x-team" = { value = "b" }
  }
}
