# want: on main.tf line 8,
# want: At filter.and[1].or[0].field: "datasetTgs" is not a field
# want: datasetTags
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  filter     = { and = [{ field = "checkName", equals = "a" }, { or = [{ field = "datasetTgs", contains = "f" }] }] }
}
