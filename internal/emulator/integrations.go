package emulator

import (
	"cmp"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// Integration is a Slack or Microsoft Teams integration. Webhooks have a type of their own.
type Integration struct {
	ID       string   `json:"id"`
	Type     string   `json:"type"`               // slack or msTeams
	Name     string   `json:"name,omitempty"`     // may be unnamed
	Channels []string `json:"channels,omitempty"` // Slack's
	Disabled bool     `json:"disabled,omitempty"`
	Silent   bool     `json:"silent,omitempty"` // rules may not name it
}

type integrationAnswer struct {
	ID                   string   `json:"id"`
	Type                 string   `json:"type"`
	Name                 string   `json:"name,omitempty"`
	Enabled              bool     `json:"enabled"`
	NotificationsEnabled bool     `json:"notificationsEnabled"`
	Channels             []string `json:"channels,omitempty"`
}

// integrations are those of the seed, and what a quirk adds to them.
func (e *Emulator) integrations() []Integration {
	if _, on := e.quirk(UnknownEnums); on {
		return append(slices.Clip(e.directory.Integrations), unknownIntegration)
	}
	return e.directory.Integrations
}

func (e *Emulator) listIntegrations(c *call) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []integrationAnswer
	for _, i := range e.integrations() {
		all = append(all, integrationAnswer{
			ID: i.ID, Type: i.Type, Name: i.Name, Enabled: !i.Disabled, NotificationsEnabled: !i.Silent, Channels: i.Channels,
		})
	}
	for _, w := range e.webhooks.shown(e.now()) {
		all = append(all, integrationAnswer{
			ID: w.ID, Type: "webhook", Name: w.Name, Enabled: !w.Disabled, NotificationsEnabled: w.hasScope(event.AlertNotification),
		})
	}
	slices.SortFunc(all, func(a, b integrationAnswer) int { // "" sorts first, as unnamed ones do
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return paged(c, all), nil
}
