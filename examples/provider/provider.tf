terraform {
  required_providers {
    soda = { source = "terraform-provider-soda/soda" }
  }
}

provider "soda" {} # takes the key from SODA_API_KEY_ID and SODA_API_KEY_SECRET

resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://events.example.com/soda"
  scopes  = ["alert_notification"]
  headers = { "Authorization" = { secret = var.pager_token }, "X-Team" = { value = "data" } }
}

resource "soda_notification_rule" "finance" {
  name      = "Critical finance checks"
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
  ] }
  recipients = [{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }]
}

variable "pager_token" { sensitive = true }
