variable "team_filters" {
  type = map(string) # JSON, because filters of different structures do not fit one type
  default = {
    orders   = "{\"and\":[{\"field\":\"datasetTags\",\"equals\":\"finance\"},{\"field\":\"checkName\",\"contains\":\"order\"}]}"
    payments = "{\"field\":\"datasetTags\",\"equals\":\"finance\"}"
  }
}

# Each rule of the team stays within the team's own datasets, whatever filter the team writes.
resource "soda_notification_rule" "team" {
  for_each = var.team_filters

  name       = "finance ${each.key}"
  rule_type  = "check"
  filter     = each.value
  recipients = [{ email = "finance@example.com", levels = ["critical"] }]

  lifecycle {
    precondition {
      condition     = provider::soda::filter_implies(each.value, { field = "datasetTags", equals = "finance" })
      error_message = "The filter of ${each.key} reaches beyond datasets with the tag finance."
    }
  }
}
