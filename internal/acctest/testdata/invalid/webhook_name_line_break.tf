# want: The value must not begin or end with white space. It ends with a line break.
resource "soda_webhook_integration" "pager" {
  name   = "pager\n"
  url    = "https://example.com/soda"
  scopes = ["incidents"]
}
