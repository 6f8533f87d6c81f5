# A typed variable cannot hold filters of different structures. JSON text can.
variable "rules" {
  type = map(object({ filter = string, email = string }))
  default = {
    "Critical checks of the warehouse" = {
      filter = <<-JSON
        { "and": [
          { "field": "datasourceLabel", "equals": "Warehouse" },
          { "field": "checkResourceAttribute", "attribute": "severity", "equals": "critical" }
        ] }
      JSON
      email  = "warehouse@example.com"
    }
    "Checks on finance data" = {
      filter = "{ \"field\": \"datasetTags\", \"contains\": \"finance\" }"
      email  = "finance-data@example.com"
    }
  }
}

resource "soda_notification_rule" "from_json" {
  for_each = var.rules

  name       = each.key
  rule_type  = "check"
  filter     = each.value.filter
  recipients = [{ email = each.value.email, levels = ["critical"] }]
}
