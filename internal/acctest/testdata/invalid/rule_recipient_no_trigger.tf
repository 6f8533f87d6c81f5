# want: Recipient without a trigger
# want: "dq@example.com"
# want: Set levels, scan_states or both
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com" }]
}
