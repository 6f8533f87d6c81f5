# want: Invalid filter
# want: startswith
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { field = "checkName", startswith = "a" }
}
