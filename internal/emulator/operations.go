package emulator

// handler does what one operation asks for, after the request has been held to the contract. What it returns goes back as
// JSON; a *refusal says why not.
type handler func(*Emulator, *call) (any, error)

// handlers has one handler per operation of the contract.
var handlers = map[string]handler{
	"testLogin":                    (*Emulator).testLogin,
	"listNotificationRules":        (*Emulator).listRules,
	"createNotificationRule":       (*Emulator).createRule,
	"updateNotificationRule":       (*Emulator).updateRule,
	"deleteNotificationRule":       (*Emulator).deleteRule,
	"listNotificationIntegrations": (*Emulator).listIntegrations,
	"listWebhookIntegrations":      (*Emulator).listWebhooks,
	"createWebhookIntegration":     (*Emulator).createWebhook,
	"updateWebhookIntegration":     (*Emulator).updateWebhook,
	"deleteWebhookIntegration":     (*Emulator).deleteWebhook,
	"testWebhookIntegration":       (*Emulator).testWebhook,
	"listUsers":                    (*Emulator).listUsers,
	"listUserGroups":               (*Emulator).listUserGroups,
	"listDatasets":                 (*Emulator).listDatasets,
	"getDataset":                   (*Emulator).getDataset,
	"listDatasources":              (*Emulator).listDatasources,
	"listAttributes":               (*Emulator).listAttributes,
	"listChecks":                   (*Emulator).listChecks,
}
