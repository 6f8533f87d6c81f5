# want: Invalid host
# want: user information
provider "soda" {
  host = "https://me@cloud.soda.io"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
