data "soda_datasource" "warehouse" {
  name = "warehouse"
}

resource "soda_notification_rule" "warehouse" {
  name       = "Failed scans of the warehouse"
  rule_type  = "check"
  filter     = { field = "datasourceId", equals = data.soda_datasource.warehouse.id }
  recipients = [{ email = "warehouse@example.com", scan_states = ["failed", "timedOut"] }]
}
