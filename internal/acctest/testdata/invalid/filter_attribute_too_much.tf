# want: Invalid filter
# want: attribute
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { field = "checkName", attribute = "severity", equals = "critical" }
}
