# want: Recipient without a target
# want: exactly one of email
# want: A misspelt key counts as left out
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ levels = ["critical"] }]
}
