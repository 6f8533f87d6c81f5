action "soda_webhook_test" "alerts" {
  config {
    integration_id = soda_webhook_integration.alerts.id
    event          = "checkEvaluation"
  }
}

# A new or changed webhook is tested by the apply that makes or changes it.
resource "soda_webhook_integration" "alerts" {
  name   = "data-alerts"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.soda_webhook_test.alerts]
    }
  }
}
