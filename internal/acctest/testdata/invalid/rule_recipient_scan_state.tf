# want: scan_states
# want: "timedout"
# want: "timedOut"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", scan_states = ["timedout"] }]
}
