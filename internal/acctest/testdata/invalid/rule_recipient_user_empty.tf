# want: Invalid user_id
# want: user_id is empty
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ user_id = "", levels = ["critical"] }]
}
