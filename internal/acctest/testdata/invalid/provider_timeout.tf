# want: Invalid duration
# want: such as "45s"
provider "soda" {
  request_timeout = "soon"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
