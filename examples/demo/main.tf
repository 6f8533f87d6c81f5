# The demo applies this: a webhook, and a rule that notifies it and two others when a check on finance data fails.
# Afterwards it applies change.diff.

terraform {
  required_version = ">= 1.5"

  required_providers {
    soda = {
      source = "terraform-provider-soda/soda"
    }
  }
}

# The environment variables name the Soda Cloud and the key: SODA_CLOUD_HOST, SODA_API_KEY_ID, SODA_API_KEY_SECRET.
provider "soda" {}

variable "webhook_url" {
  description = "Where Soda Cloud sends its events."
  type        = string
}

variable "webhook_token" {
  description = "What the receiver at webhook_url asks for."
  type        = string
  sensitive   = true
}

resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = var.webhook_url
  scopes = ["alert_notification", "contracts"]

  headers = {
    "X-Team"        = { value = "finance" }
    "Authorization" = { secret = "Bearer ${var.webhook_token}" }
  }
}

resource "soda_notification_rule" "finance" {
  name      = "Finance checks"
  rule_type = "check"

  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { or = [
      { field = "datasourceLabel", in = ["snowflake", "postgres"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = "high" },
    ] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }

  recipients = [
    { integration_id = soda_webhook_integration.pager.id, levels = ["critical", "warning"] },
    { email = "dq@example.com", levels = ["critical"], scan_states = ["failed", "timedOut"] },
    { resource_role = "datasetOwner", levels = ["critical"] },
  ]

  customization = {
    type    = "minimal"
    message = "The runbook is at https://runbooks.example.com/finance."
  }
}

output "webhook_id" {
  value = soda_webhook_integration.pager.id
}
