# want: name
# want: length must be at least 1
resource "soda_notification_rule" "finance" {
  name       = ""
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
