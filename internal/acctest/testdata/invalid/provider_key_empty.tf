# want: api_key_id
provider "soda" {
  api_key_id = ""
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
