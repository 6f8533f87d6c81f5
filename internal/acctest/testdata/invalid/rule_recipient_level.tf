# want: on main.tf line 8,
# want: levels
# want: The recipient with email "dq@example.com" has "fail" in levels
# want: "critical"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["fail"] }]
}
