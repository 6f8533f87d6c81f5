// Package webhooktest implements soda_webhook_test, the test event, as a resource, a data source and an action. All three share one
// model, one schema and one way of sending: through Soda Cloud to an integration, or from here to a URL (package delivery). A failed
// delivery is a result and not an error, so that checks and postconditions can examine it. The endpoint's response is shown only in
// response_body, which is sensitive; the error never quotes it. The integration itself is in package webhook.
package webhooktest
