# want: Recipient without a trigger
# want: "dq@example.com"
# want: levels and scan_states
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com" }]
}
