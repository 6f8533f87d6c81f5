# want: Recipient with several targets
# want: email and user_id
# want: "dq@example.com"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", user_id = "u", levels = ["critical"] }]
}
