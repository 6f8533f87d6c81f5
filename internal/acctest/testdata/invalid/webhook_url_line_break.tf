# want: The URL begins or ends with white space. It ends with a line break. If it comes from a file or a command, use trimspace()
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://example.com/soda\n"
  scopes = ["incidents"]
}
