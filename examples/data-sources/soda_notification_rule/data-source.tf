# A rule that was created in the UI and stays there.
data "soda_notification_rule" "owners" {
  name = "Failed checks to the dataset owner"
}

# The same for one team, to its own address.
resource "soda_notification_rule" "finance" {
  name       = "Failed finance checks"
  rule_type  = data.soda_notification_rule.owners.rule_type
  filter     = { field = "datasetTags", contains = "finance" }
  recipients = [{ email = "finance-data@example.com", levels = ["critical", "warning"] }]
}
