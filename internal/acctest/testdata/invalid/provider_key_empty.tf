# want: api_key_id is empty. Is a secret of the CI system missing
# want: set it to null
provider "soda" {
  api_key_id = ""
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
