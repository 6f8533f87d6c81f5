# want: on main.tf line 6,
# want: Invalid e-mail address
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "Data Team <dq@example.com>", levels = ["critical"] }]
}
