import {
  to = soda_notification_rule.adopted
  id = "4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001"
}

resource "soda_notification_rule" "adopted" {
  name       = "Failed checks to the dataset owner"
  rule_type  = "check"
  recipients = [{ resource_role = "datasetOwner", levels = ["critical", "warning"] }]
}
