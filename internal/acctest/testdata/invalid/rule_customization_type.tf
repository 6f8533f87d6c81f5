# want: on main.tf line 9,
# want: customization
# want: "short"
# want: "minimal"
resource "soda_notification_rule" "finance" {
  name          = "finance"
  rule_type     = "check"
  recipients    = [{ email = "dq@example.com", levels = ["critical"] }]
  customization = { type = "short" }
}
