# want: Invalid host
# want: must be a host such as
provider "soda" {
  host = "https://"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
