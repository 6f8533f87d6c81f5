# Who is notified about which datasets, in one place that a pull request can change.
locals {
  routes = {
    finance  = { tags = ["finance", "billing"], email = "finance-data@example.com", channel = "#data-quality" }
    shipping = { tags = ["shipping"], email = "shipping-data@example.com", channel = "#on-call" }
  }
}

variable "quiet" {
  description = "Teams whose alerts are paused, for example during a migration."
  type        = set(string)
  default     = []
}

data "soda_notification_integration" "slack" {
  name = "Example workspace"
}

resource "soda_notification_rule" "route" {
  for_each = local.routes

  name      = "Alerts for ${each.key}"
  rule_type = "check"
  status    = contains(var.quiet, each.key) ? "paused" : "active"

  filter = { and = [
    { or = [for tag in each.value.tags : { field = "datasetTags", contains = tag }] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }

  recipients = [
    { resource_role = "datasetOwner", levels = ["critical", "warning"] },
    { email = each.value.email, levels = ["critical"], scan_states = ["failed", "timedOut"] },
    { integration_id = data.soda_notification_integration.slack.id, channel = each.value.channel, levels = ["critical"] },
  ]
}
