# want: resource_role
# want: "owner"
# want: "datasetOwner"
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ resource_role = "owner", levels = ["critical"] }]
}
