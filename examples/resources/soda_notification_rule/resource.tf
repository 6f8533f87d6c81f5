resource "soda_notification_rule" "critical" {
  name       = "Critical checks"
  rule_type  = "check"
  recipients = [{ email = "data-quality@example.com", levels = ["critical"] }]
}
