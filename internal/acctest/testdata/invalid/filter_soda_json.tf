# want: on main.tf line 6,
# want: { field = "datasetTags", contains = "a" }
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  filter     = jsonencode({ type = "contains", field = { field = "datasetTags" }, value = "a" })
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
