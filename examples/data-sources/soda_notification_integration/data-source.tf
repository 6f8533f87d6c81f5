# A Slack workspace that someone connected in Soda Cloud.
data "soda_notification_integration" "workspace" {
  name = "Example workspace"
  type = "slack" # only needed if two integrations share a name
}

# A webhook that was created in the UI and stays there.
data "soda_notification_integration" "pager" {
  id = "7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001"
}

resource "soda_notification_rule" "on_call" {
  name      = "Critical checks to those on call"
  rule_type = "check"
  recipients = [
    { integration_id = data.soda_notification_integration.workspace.id, channel = "#on-call", levels = ["critical"] },
    { integration_id = data.soda_notification_integration.pager.id, levels = ["critical"] },
  ]
}

output "channels" {
  value = data.soda_notification_integration.workspace.channels
}
