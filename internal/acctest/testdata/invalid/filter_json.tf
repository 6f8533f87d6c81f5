# want: filter.and[0]
# want: "datasetTgs" is not a field
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = jsonencode({ and = [{ field = "datasetTgs", contains = "f" }] })
}
