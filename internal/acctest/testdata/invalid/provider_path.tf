# want: Invalid path
# want: starts with "/"
provider "soda" {
  integrations_path = "api/v2"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
