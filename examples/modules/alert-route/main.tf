# One team's alerts: a webhook to the team's endpoint, and the rule that decides what is sent there.

locals {
  # nonsensitive() applies to the names only: a plan shows them, but no values.
  headers = merge(
    { for name, value in try(var.webhook.headers, {}) : name => { value = value } },
    { for name in nonsensitive(keys(var.secret_headers)) : name => { secret_wo = var.secret_headers[name] } },
  )

  subjects = concat(
    [for dataset in data.soda_dataset.subject : { field = "datasetId", equals = dataset.id }],
    [for tag in var.tags : { field = "datasetTags", contains = tag }],
  )
  conditions = var.filter == null ? [] : [jsondecode(var.filter)]

  integration_id = var.webhook == null ? var.integration_id : one(soda_webhook_integration.team[*].id)
}

# A misspelled name stops the plan here, instead of creating a rule that never matches.
data "soda_dataset" "subject" {
  for_each = var.datasets

  qualified_name = each.key
}

resource "soda_webhook_integration" "team" {
  count = var.webhook == null ? 0 : 1

  name    = "alerts-${var.team}"
  url     = var.webhook.url
  scopes  = ["alert_notification"]
  headers = local.headers
}

resource "soda_notification_rule" "team" {
  name       = "Alerts for ${var.team}"
  rule_type  = "check"
  status     = var.paused ? "paused" : "active"
  filter     = { and = concat([{ or = local.subjects }], local.conditions) }
  recipients = [{ integration_id = local.integration_id, levels = var.levels }]

  lifecycle {
    precondition {
      condition     = (var.webhook == null) != (var.integration_id == null)
      error_message = "Give either webhook or integration_id."
    }
    precondition {
      condition     = length(var.datasets) + length(var.tags) > 0
      error_message = "Name at least one dataset or tag: without one, the team would not be notified about anything."
    }
  }
}
