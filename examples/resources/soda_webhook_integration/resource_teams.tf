locals {
  teams = {
    finance  = "https://events.example.com/soda/finance"
    shipping = "https://events.example.com/soda/shipping"
  }
}

variable "team_tokens" {
  description = "Token of each team's endpoint, by team."
  type        = map(string)
  sensitive   = true
}

resource "soda_webhook_integration" "team" {
  for_each = local.teams

  name   = "alerts-${each.key}"
  url    = each.value
  scopes = ["alert_notification", "incidents"]
  headers = {
    "Authorization" = { secret = "Bearer ${var.team_tokens[each.key]}" }
    "X-Team"        = { value = each.key }
  }
}

# A webhook gets alerts from the rules that refer to it.
resource "soda_notification_rule" "team" {
  for_each = local.teams

  name       = "Failed ${each.key} checks"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = each.key }
  recipients = [{ integration_id = soda_webhook_integration.team[each.key].id, levels = ["critical", "warning"] }]
}
