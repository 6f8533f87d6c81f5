# A webhook that another configuration manages, or that someone created in the UI.
data "soda_webhook_integration" "pager" {
  name = "from-the-ui"
}

resource "soda_notification_rule" "gold" {
  name      = "Gold checks to the pager"
  rule_type = "check"
  filter    = { field = "datasetTags", contains = "gold" }
  recipients = [
    { integration_id = data.soda_webhook_integration.pager.id, levels = ["critical"] },
  ]
}
