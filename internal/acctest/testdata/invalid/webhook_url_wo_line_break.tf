# want: The URL begins or ends with white space. It ends with a line break.
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url_wo = "https://example.com/soda\r\n"
  scopes = ["incidents"]
}
