# want: Did you mean "paused"?
# want: status
# want: "off"
# want: "paused"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  status     = "off"
}
