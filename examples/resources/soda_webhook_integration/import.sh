terraform import soda_webhook_integration.adopted name:from-the-ui
