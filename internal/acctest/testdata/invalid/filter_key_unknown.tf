# want: Invalid filter
# want: filter
# want: fild
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { fild = "checkName", equals = "a" }
}
