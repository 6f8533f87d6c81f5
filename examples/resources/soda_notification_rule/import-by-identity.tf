import {
  to       = soda_notification_rule.monitors
  identity = { id = "4e7d1a65-c3f2-4980-8b5a-f60e9d7c0002" }
}

resource "soda_notification_rule" "monitors" {
  name       = "Failed monitors to the monitor owner"
  rule_type  = "monitor"
  recipients = [{ resource_role = "monitorOwner", levels = ["critical"] }]
}
