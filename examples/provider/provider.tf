terraform {
  required_providers {
    soda = { source = "terraform-provider-soda/soda" }
  }
}

provider "soda" {} # takes the key from SODA_API_KEY_ID and SODA_API_KEY_SECRET

# Created by hand in Soda Cloud, under Organization Settings > Integrations.
data "soda_notification_integration" "pager" {
  name = "from-the-ui"
  type = "webhook"
}

resource "soda_notification_rule" "finance" {
  name      = "Critical finance checks"
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
  ] }
  recipients = [{ integration_id = data.soda_notification_integration.pager.id, levels = ["critical"] }]
}

# Sends a sample alert once, from this machine to the webhook's endpoint.
resource "soda_webhook_test" "pager" {
  url     = var.pager_url
  event   = "checkEvaluation"
  headers = { "Authorization" = { secret = var.pager_token } }
}

variable "pager_url" { default = "https://events.example.com/soda" }
variable "pager_token" { sensitive = true }
