# want: Did you mean "check"?
# want: rule_type
# want: "checks"
# want: "monitor"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "checks"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
