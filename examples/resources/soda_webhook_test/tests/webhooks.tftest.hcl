run "alerts_arrive" {
  command = apply

  assert {
    condition     = soda_webhook_test.alerts.delivered
    error_message = "The webhook did not accept the event. ${coalesce(soda_webhook_test.alerts.error, "-")}"
  }
}
