package emulator

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Rule is a notification rule, as stored, as in a seed file and on the wire.
type Rule struct {
	ID              string         `json:"id"`
	Name            string         `json:"name"`
	RuleType        string         `json:"ruleType"`
	Status          string         `json:"status"`
	Filter          *Filter        `json:"filter,omitempty"`
	Recipients      []Recipient    `json:"recipients"`
	Customization   *Customization `json:"customization,omitempty"`
	OwnerID         string         `json:"ownerId"`
	IsDefault       bool           `json:"isDefault"`
	CreatedAt       time.Time      `json:"createdAt"`
	UpdatedAt       time.Time      `json:"updatedAt"`
	LastTriggeredAt *time.Time     `json:"lastTriggeredAt,omitempty"`
	Extra           Extra          `json:"extraFields,omitempty"`
}

// Filter is one expression; which of its fields are set goes by Type.
type Filter struct {
	Type        string       `json:"type"`
	Expressions []Filter     `json:"expressions,omitempty"`
	Expression  *Filter      `json:"expression,omitempty"`
	Field       *FilterField `json:"field,omitempty"`
	Value       *string      `json:"value,omitempty"` // the empty string is a value
	Values      []string     `json:"values,omitempty"`
}

// FilterField is what a filter looks at.
type FilterField struct {
	Field         string `json:"field"`
	AttributeName string `json:"attributeName,omitempty"`
}

// Recipient is who is told; which of its fields are set goes by Type.
type Recipient struct {
	Type               string    `json:"type"`
	Email              string    `json:"email,omitempty"`
	UserID             string    `json:"userId,omitempty"`
	UserGroupID        string    `json:"userGroupId,omitempty"`
	IntegrationID      string    `json:"integrationId,omitempty"`
	IntegrationChannel string    `json:"integrationChannel,omitempty"`
	Role               string    `json:"role,omitempty"`
	CustomRoleID       string    `json:"customRoleId,omitempty"`
	Triggers           []Trigger `json:"triggers"`
	Extra              Extra     `json:"extraFields,omitempty"`
}

// Target is the id, address or role of the recipient: "" if its type is unknown.
func (r Recipient) Target() string {
	return cmp.Or(r.Email, r.UserID, r.UserGroupID, r.IntegrationID, r.Role, r.CustomRoleID)
}

// Trigger is when a recipient is told: at a result level or at a scan state.
type Trigger struct {
	Type      string `json:"type"`
	Level     string `json:"level,omitempty"`
	ScanState string `json:"scanState,omitempty"`
	Extra     Extra  `json:"extraFields,omitempty"`
}

// Customization is how the notification reads.
type Customization struct {
	Type    string  `json:"type"`
	Message *string `json:"message,omitempty"`
	Extra   Extra   `json:"extraFields,omitempty"`
}

// clone returns a copy that shares nothing with r.
func (r *Rule) clone() *Rule {
	c := *r
	c.Filter = r.Filter.clone()
	c.Recipients, c.Extra = slices.Clone(r.Recipients), maps.Clone(r.Extra)
	for i := range c.Recipients {
		recipient := &c.Recipients[i]
		recipient.Triggers, recipient.Extra = slices.Clone(recipient.Triggers), maps.Clone(recipient.Extra)
		for j := range recipient.Triggers {
			recipient.Triggers[j].Extra = maps.Clone(recipient.Triggers[j].Extra)
		}
	}
	if old := r.Customization; old != nil {
		c.Customization = &Customization{Type: old.Type, Message: copyOf(old.Message), Extra: maps.Clone(old.Extra)}
	}
	c.LastTriggeredAt = copyOf(r.LastTriggeredAt)
	return &c
}

func (f *Filter) clone() *Filter {
	if f == nil {
		return nil
	}
	c := *f
	c.Expressions = slices.Clone(f.Expressions)
	for i := range c.Expressions {
		c.Expressions[i] = *f.Expressions[i].clone()
	}
	c.Expression = f.Expression.clone()
	c.Field, c.Value, c.Values = copyOf(f.Field), copyOf(f.Value), slices.Clone(f.Values)
	return &c
}

// copyOf returns a pointer to a copy, nil for nil.
func copyOf[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}
