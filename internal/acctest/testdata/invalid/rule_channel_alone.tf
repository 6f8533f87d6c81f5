# want: Channel without an integration
# want: integration_id
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", channel = "#data", levels = ["critical"] }]
}
