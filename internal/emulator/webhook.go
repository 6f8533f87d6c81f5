package emulator

import (
	"maps"
	"slices"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// Webhook is a webhook integration as stored and as in a seed file, with what answers hold back.
type Webhook struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	URL       string    `json:"url"`
	Headers   []Header  `json:"headers,omitempty"`
	Scopes    []string  `json:"scopes"`
	Secret    string    `json:"secret,omitempty"` // signs the payload; "" is none
	Disabled  bool      `json:"disabled,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	Extra     Extra     `json:"extraFields,omitempty"`
}

// Header is sent with every request to the webhook.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Extra Extra  `json:"extraFields,omitempty"`
}

func (w *Webhook) hasScope(s event.Scope) bool { return slices.Contains(w.Scopes, string(s)) }

// clone returns a copy that shares nothing with w.
func (w *Webhook) clone() *Webhook {
	c := *w
	c.Headers, c.Scopes, c.Extra = slices.Clone(w.Headers), slices.Clone(w.Scopes), maps.Clone(w.Extra)
	for i := range c.Headers {
		c.Headers[i].Extra = maps.Clone(c.Headers[i].Extra)
	}
	return &c
}

// HeaderValues is what answers show of the values of headers. Soda Cloud may do any of these.
type HeaderValues string

// The forms of header values in answers.
const (
	HeaderValuesReturn HeaderValues = ""     // as stored
	HeaderValuesMask   HeaderValues = "mask" // as asterisks
	HeaderValuesOmit   HeaderValues = "omit"
)

// webhookAnswer is a webhook as answers show it.
type webhookAnswer struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	URL       string         `json:"url"`
	Headers   []headerAnswer `json:"headers"`
	Scopes    []string       `json:"scopes"`
	HasSecret bool           `json:"hasSecret"`
	Enabled   bool           `json:"enabled"`
	CreatedAt time.Time      `json:"createdAt"`
	UpdatedAt time.Time      `json:"updatedAt"`
	Extra     Extra          `json:"extraFields,omitempty"`
}

type headerAnswer struct {
	Name  string  `json:"name"`
	Value *string `json:"value,omitempty"`
	Extra Extra   `json:"extraFields,omitempty"`
}

func (v HeaderValues) answer(w *Webhook) webhookAnswer {
	a := webhookAnswer{
		ID: w.ID, Name: w.Name, URL: w.URL, Headers: []headerAnswer{}, Scopes: append([]string{}, w.Scopes...),
		HasSecret: w.Secret != "", Enabled: !w.Disabled, CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
		Extra: w.Extra,
	}
	for _, h := range w.Headers {
		shown := headerAnswer{Name: h.Name, Extra: h.Extra}
		switch v {
		case HeaderValuesReturn:
			shown.Value = &h.Value
		case HeaderValuesMask:
			shown.Value = new("********")
		case HeaderValuesOmit:
		}
		a.Headers = append(a.Headers, shown)
	}
	return a
}
