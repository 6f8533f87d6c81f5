data "soda_user_group" "finance" {
  name = "Finance data"
}

resource "soda_notification_rule" "finance" {
  name       = "Critical finance checks"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = "finance" }
  recipients = [{ user_group_id = data.soda_user_group.finance.id, levels = ["critical"] }]
}
