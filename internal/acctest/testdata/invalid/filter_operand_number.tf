# want: on main.tf line 8,
# want: At filter.equals: 1 is a number
# want: Invalid filter
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { field = "checkName", equals = 1 }
}
