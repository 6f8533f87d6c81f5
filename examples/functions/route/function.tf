resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  filter     = { field = "datasetTags", equals = "finance" }
  recipients = [{ email = "finance@example.com", levels = ["critical", "warning"] }]
}

resource "soda_notification_rule" "everything" {
  name       = "everything"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

# ["dq@example.com", "finance@example.com"]
output "notified" {
  value = [
    for r in provider::soda::route(
      [soda_notification_rule.finance, soda_notification_rule.everything],
      { datasetTags = ["finance"], level = "critical" },
    ) : r.email
  ]
}
