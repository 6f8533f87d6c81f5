# want: name
# want: The value must not begin or end with white space
resource "soda_notification_rule" "finance" {
  name       = " finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
