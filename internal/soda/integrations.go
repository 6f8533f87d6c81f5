package soda

import (
	"context"
	"net/http"
)

// The path is inferred: Soda documents the call, but its path and schema could not be seen.
var listIntegrations = operation{method: http.MethodGet, path: "/api/v1/notificationIntegrations", requests: 60, publication: inferred}

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

// Integrations returns all integrations, ordered by name and id.
//
// Contract: GET /api/v1/notificationIntegrations.
func (c *Client) Integrations(ctx context.Context) ([]Integration, error) {
	return c.integrations.all(ctx)
}

// Integration returns one integration, or an error for which IsNotFound holds.
func (c *Client) Integration(ctx context.Context, id string) (*Integration, error) {
	return c.integrations.find(ctx, id)
}

func (i Integration) objectID() string   { return i.ID }
func (i Integration) objectName() string { return i.Name }
