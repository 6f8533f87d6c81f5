# want: recipients
# want: null
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [null, { email = "dq@example.com", levels = ["critical"] }]
}
