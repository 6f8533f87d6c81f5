output "rule_id" {
  description = "The rule."
  value       = soda_notification_rule.team.id
}

output "integration_id" {
  description = "The webhook, also for rules of your own."
  value       = local.integration_id
}
