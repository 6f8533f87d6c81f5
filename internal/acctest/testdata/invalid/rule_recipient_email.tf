# want: on main.tf line 7,
# want: Invalid email address
# want: has a display name or angle brackets
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "Data Team <dq@example.com>", levels = ["critical"] }]
}
