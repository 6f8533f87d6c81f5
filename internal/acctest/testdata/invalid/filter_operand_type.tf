# want: on main.tf line 7,
# want: At filter.not.in: "in" is a string
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { not = { field = "checkName", in = "a" } }
}
