package soda

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// The path is inferred: Soda documents the call, but its path and schema could not be seen.
var listIntegrations = operation{method: http.MethodGet, path: "/api/v1/notificationIntegrations", requests: 60, publication: inferred}

// NotificationIntegrationsPaths are where the list of notification integrations may be, the likeliest first.
var NotificationIntegrationsPaths = []string{listIntegrations.path, "/api/v1/notificationRules/integrations", "/api/v1/integrations"}

// The types of integrations. Others may come.
const (
	IntegrationSlack   = "slack"
	IntegrationTeams   = "msTeams"
	IntegrationWebhook = "webhook"
)

// Integration is a Slack, Microsoft Teams or webhook integration as notification rules see it.
type Integration struct {
	readable

	ID                   string   `json:"id"`
	Type                 string   `json:"type"`
	Name                 string   `json:"name"` // empty when unnamed
	Enabled              *bool    `json:"enabled"`
	NotificationsEnabled *bool    `json:"notificationsEnabled"` // whether rules may name it
	Channels             []string `json:"channels"`             // configured Slack channels
}

// Integrations returns all integrations, ordered by name and id. Its error is a NoIntegrationListError where the list is at
// none of the paths that are tried.
//
// Contract: GET /api/v1/notificationIntegrations.
func (c *Client) Integrations(ctx context.Context) ([]Integration, error) {
	return c.integrations.all(ctx)
}

// Integration returns one integration, or an error for which IsNotFound holds.
func (c *Client) Integration(ctx context.Context, id string) (*Integration, error) {
	return c.integrations.find(ctx, id)
}

// NoIntegrationListError says that the list of notification integrations was not found.
type NoIntegrationListError struct {
	Tried      []string // as in "/api/v1/integrations (status 404)"
	Configured bool     // whether the path comes from the configuration
	Odd        bool     // whether one of them responded with something that is neither a list nor a page
}

func (e *NoIntegrationListError) Error() string {
	return "the list of notification integrations is not at " + strings.Join(e.Tried, ", ")
}

// foundIntegrationLists remembers for the life of the process at which path a host has the list: a client lives for one phase.
var foundIntegrationLists sync.Map // of scheme and host to path

// readIntegrations reads the list from the path that is configured, else from the first of the candidates that has it.
func (c *Client) readIntegrations(ctx context.Context) ([]Integration, int, error) {
	host := c.config.BaseURL.String()
	paths := NotificationIntegrationsPaths
	if known, ok := foundIntegrationLists.Load(host); ok {
		paths = append([]string{known.(string)}, paths...)
	}
	missing := &NoIntegrationListError{Configured: c.config.NotificationIntegrationsPath != ""}
	if missing.Configured {
		paths = []string{c.config.NotificationIntegrationsPath}
	}
	for _, path := range paths {
		op := listIntegrations
		op.path = path
		items, pages, err := readAll[Integration](ctx, c, op, "")
		if e, ok := errors.AsType[*Error](err); ok && e.noSuchList() {
			missing.Tried = append(missing.Tried, fmt.Sprintf("%s (status %d)", path, e.Status))
			missing.Odd = missing.Odd || !e.html && e.Status < 300 || e.Status == http.StatusBadRequest
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if known, _ := foundIntegrationLists.Swap(host, path); known != path {
			c.config.LogInfo(ctx, "found the list of notification integrations", map[string]any{"path": path})
		}
		return items, pages, nil
	}
	return nil, 0, missing
}

// noSuchList reports whether the response to a list call at a guessed path says that the list is not there: an unknown path, an
// item of another collection, or a response of success that is no list.
func (e *Error) noSuchList() bool {
	switch e.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return e.Status < 300
}

func (i Integration) objectID() string   { return i.ID }
func (i Integration) objectName() string { return i.Name }
