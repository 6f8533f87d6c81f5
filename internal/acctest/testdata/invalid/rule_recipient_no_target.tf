# want: Recipient without a target
# want: exactly one of email
# want: Check the spelling: Terraform drops keys that it does not recognize
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ levels = ["critical"] }]
}
