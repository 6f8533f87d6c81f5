output "rule_id" {
  description = "The rule."
  value       = soda_notification_rule.team.id
}

output "integration_id" {
  description = "The webhook, which your own rules can use too."
  value       = local.integration_id
}
