package emulator

// odd are objects that no client can read as what they should be, by the list that shows them with the quirk OddObjects.
var odd = map[string]any{
	"listNotificationRules":        map[string]any{"id": "odd", "name": 42, "ruleType": true, "recipients": "none"},
	"listNotificationIntegrations": map[string]any{"id": "odd", "type": "slack", "name": 42, "channels": "#general"},
	"listWebhookIntegrations":      map[string]any{"id": "odd", "name": 42, "url": 7, "headers": map[string]any{"A": "b"}},
	"listUsers":                    map[string]any{"userId": "odd", "email": 42},
	"listUserGroups":               map[string]any{"userGroupId": "odd", "name": 42, "users": "none"},
	"listDatasets":                 map[string]any{"id": "odd", "name": 42, "tags": "none"},
	"listDatasources":              map[string]any{"id": "odd", "name": 42},
	"listAttributes":               map[string]any{"id": "odd", "name": 42, "allowedValues": 7},
	"listChecks":                   map[string]any{"id": "odd", "name": 42, "datasets": "none"},
}
