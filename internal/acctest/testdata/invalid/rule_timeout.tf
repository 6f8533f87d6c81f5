# want: on main.tf line 10,
# want: Invalid duration
# want: create = "soon"
# want: such as "45s"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  timeouts {
    create = "soon"
  }
}
