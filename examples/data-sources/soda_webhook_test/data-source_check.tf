variable "smoke_test" {
  description = "Send test events, as in terraform apply -var smoke_test=true."
  type        = bool
  default     = false
}

data "soda_webhook_test" "pager" {
  integration_id = data.soda_webhook_integration.pager.id
  event          = "checkEvaluation"
  send           = var.smoke_test
}

# A failed delivery is only a warning.
check "pager" {
  assert {
    condition     = data.soda_webhook_test.pager.delivered != false # null if nothing was sent
    error_message = "The pager did not accept the event. ${coalesce(data.soda_webhook_test.pager.error, "-")}"
  }
}
