# want: Invalid host
# want: http is only for loopback addresses
provider "soda" {
  host = "http://cloud.soda.io"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
