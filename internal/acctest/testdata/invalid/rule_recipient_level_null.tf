# want: The recipient with email "dq@example.com" has <null> in levels
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = [null] }]
}
