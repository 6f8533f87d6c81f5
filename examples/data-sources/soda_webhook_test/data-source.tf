data "soda_webhook_integration" "pager" {
  name = "from-the-ui"
}

# Shows what would be sent to the webhook. Nothing is sent.
data "soda_webhook_test" "preview" {
  integration_id = data.soda_webhook_integration.pager.id
  event          = "checkEvaluation"
}

output "payload" {
  value = jsondecode(data.soda_webhook_test.preview.payload)
}
