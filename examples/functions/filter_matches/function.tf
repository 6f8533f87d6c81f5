locals {
  filter = { and = [
    { field = "datasetTags", equals = "finance" },
    { not = { field = "checkName", contains = "experimental" } },
  ] }
}

# true
output "orders" {
  value = provider::soda::filter_matches(local.filter, { datasetTags = ["finance", "gold"], checkName = "row count" })
}

# A filter that must match what the team is on call for.
variable "filter" {
  type    = string
  default = "{\"field\":\"datasetTags\",\"equals\":\"finance\"}"

  validation {
    condition     = provider::soda::filter_matches(var.filter, { datasetTags = ["finance"] })
    error_message = "The filter must match the team's own datasets."
  }
}
