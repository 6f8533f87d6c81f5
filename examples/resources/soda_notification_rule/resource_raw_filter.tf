resource "soda_notification_rule" "raw" {
  name      = "With an expression in Soda's own JSON"
  rule_type = "check"

  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { raw = jsonencode({
      type  = "equals"
      field = { field = "checkResourceAttribute", attributeName = "severity" }
      value = "critical"
    }) },
  ] }

  recipients = [{ email = "data-quality@example.com", levels = ["critical"] }]
}
