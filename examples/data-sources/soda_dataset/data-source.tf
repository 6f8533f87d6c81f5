data "soda_dataset" "orders" {
  qualified_name = "warehouse/sales/public/orders"
}

resource "soda_notification_rule" "orders" {
  name       = "Failed checks on ${data.soda_dataset.orders.name}"
  rule_type  = "check"
  filter     = { field = "datasetId", equals = data.soda_dataset.orders.id }
  recipients = [{ resource_role = "datasetOwner", levels = ["critical", "warning"] }]
}
