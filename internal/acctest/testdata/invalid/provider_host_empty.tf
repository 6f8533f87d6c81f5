# want: host is empty. Check that the CI system has the secret
# want: set it to null
provider "soda" {
  host = ""
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
