# want: Invalid host
# want: must not have a path
provider "soda" {
  host = "https://cloud.soda.io/api"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
