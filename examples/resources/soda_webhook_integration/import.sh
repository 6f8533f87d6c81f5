terraform import soda_webhook_integration.adopted name:made-in-the-ui
