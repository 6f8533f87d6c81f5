data "soda_notification_integration" "workspace" {
  name = "Example workspace"
  type = "slack"
}

resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"] # without it, no rule can use the webhook
}

resource "soda_notification_rule" "everything" {
  name      = "Everything a rule can have"
  rule_type = "check"
  status    = "paused"

  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { or = [
      { field = "datasourceLabel", in = ["Warehouse", "Lake"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
    ] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }

  recipients = [
    { integration_id = soda_webhook_integration.pager.id, levels = ["critical", "warning"] },
    { integration_id = data.soda_notification_integration.workspace.id, channel = "#data-quality", levels = ["critical"] },
    { email = "data-quality@example.com", levels = ["critical", "not_evaluated"], scan_states = ["failed", "timedOut"] },
    { user_id = "3b0f5f0e-6a0d-4d3a-9d0e-0f5f6a1c0001", levels = ["critical"] },
    { user_group_id = "5c9a1d70-18f4-4f43-8c0a-52d7a3b20001", levels = ["critical"] },
    { resource_role = "datasetOwner", levels = ["critical", "warning", "info"] },
    { custom_role_id = "8b2f6c1d-3e57-4a90-9c4d-5d1e7f300001", scan_states = ["canceled", "completedWithErrors"] },
  ]

  customization = {
    type    = "minimal"
    message = "Runbook: https://wiki.example.com/data-quality"
  }

  # How long each operation may take, including its wait for the rate limit. The default is 30 minutes.
  timeouts {
    create = "1h"
    update = "1h"
    delete = "5m"
  }
}
