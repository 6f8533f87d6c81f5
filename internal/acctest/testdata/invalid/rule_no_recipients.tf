# want: recipients
# want: at least 1
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = []
}
