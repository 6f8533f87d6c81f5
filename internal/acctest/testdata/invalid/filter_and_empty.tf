# want: on main.tf line 7,
# want: At filter.and: "and" is empty
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { and = [] }
}
