data "soda_notification_integrations" "slack" {
  type = "slack"
}

output "workspaces" {
  value = { for i in data.soda_notification_integrations.slack.integrations : i.name => i.channels }
}
