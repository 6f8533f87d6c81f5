# want: Recipient without a target
# want: exactly one of email
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ levels = ["critical"] }]
}
