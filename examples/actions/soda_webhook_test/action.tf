action "soda_webhook_test" "alerts" {
  config {
    integration_id = soda_webhook_integration.alerts.id
    event          = "checkEvaluation"
  }
}

resource "soda_webhook_integration" "alerts" {
  name   = "data-alerts"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}

# The apply that creates the webhook, or changes a value listed here, sends the event. The trigger is a separate resource:
# an action must not refer to the resource that triggers it.
resource "terraform_data" "alerts_changed" {
  input = {
    id  = soda_webhook_integration.alerts.id
    url = soda_webhook_integration.alerts.url
  }

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.soda_webhook_test.alerts]
    }
  }
}
