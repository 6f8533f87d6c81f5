# want: Invalid host
# want: must use https, not ftp
provider "soda" {
  host = "ftp://cloud.soda.io"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
