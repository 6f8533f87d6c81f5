// Package webhooktest holds soda_webhook_test, the test event, as a resource, a data source and an action. All three have one model,
// one schema and one way to send: through Soda Cloud to an integration, or from here to a URL, which package delivery does. A failed
// delivery is a result and no error, so that checks and postconditions can look at it. What an endpoint says is shown only in
// response_body, which is sensitive; the error is in the provider's own words. The integration itself lives in package webhook.
package webhooktest
