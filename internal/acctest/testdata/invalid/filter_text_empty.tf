# want: on main.tf line 7,
# want: The string is empty
# want: TEXT == "" ? null : TEXT
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  filter     = ""
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
