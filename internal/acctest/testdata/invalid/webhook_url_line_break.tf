# want: The URL begins or ends with white space. It ends with a line break. Does it come from a file or a command? Then use trimspace()
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda\n"
  scopes = ["incidents"]
}
