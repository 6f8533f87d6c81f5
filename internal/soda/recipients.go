package soda

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// The types of recipients.
const (
	RecipientEmail        = "email"
	RecipientUser         = "user"
	RecipientUserGroup    = "userGroup"
	RecipientIntegration  = "integration"
	RecipientResourceRole = "resourceRole"
	RecipientCustomRole   = "customRole"
)

// The types of triggers.
const (
	TriggerLevel     = "testResultLevel"
	TriggerScanState = "scanState"
)

// Recipient is whom a rule notifies: Type says which of the other fields names them.
type Recipient struct {
	Type               string    `json:"type"`
	Email              string    `json:"email,omitempty"`
	UserID             string    `json:"userId,omitempty"`
	UserGroupID        string    `json:"userGroupId,omitempty"`
	IntegrationID      string    `json:"integrationId,omitempty"`
	IntegrationChannel string    `json:"integrationChannel,omitempty"` // a Slack channel
	Role               string    `json:"role,omitempty"`
	CustomRoleID       string    `json:"customRoleId,omitempty"`
	Triggers           []Trigger `json:"triggers"`
}

// Trigger is one thing that a recipient is notified of: a level of a check result, or the state of a scan.
type Trigger struct {
	Type      string `json:"type"`
	Level     string `json:"level,omitempty"`
	ScanState string `json:"scanState,omitempty"`
}

// Key is what names the recipient. The recipient is not known if this version cannot say whom it names, or knows nothing of what
// they are notified of.
func (r Recipient) Key() (key string, known bool) {
	key, known = r.target()
	return key, known && (len(r.Triggers) == 0 || slices.ContainsFunc(r.Triggers, Trigger.known))
}

// target goes by the field that goes with the recipient's type (inferred from the names). Soda sends mail, so case means nothing
// in an address.
func (r Recipient) target() (key string, known bool) {
	var name, channel string
	switch r.Type {
	case RecipientEmail:
		name = text.Fold(r.Email)
	case RecipientUser:
		name = r.UserID
	case RecipientUserGroup:
		name = r.UserGroupID
	case RecipientIntegration:
		name, channel = r.IntegrationID, text.NFC(r.IntegrationChannel)
	case RecipientResourceRole:
		name = r.Role
	case RecipientCustomRole:
		name = r.CustomRoleID
	}
	known = name != "" && (r.Type != RecipientResourceRole || slices.Contains(ResourceRoles, name))
	return r.Type + " " + strconv.Quote(name) + strconv.Quote(channel), known
}

// Key is what the trigger is about.
func (t Trigger) Key() (key string, known bool) {
	switch t.Type {
	case TriggerLevel:
		return t.Type + " " + strconv.Quote(t.Level), slices.Contains(Levels, t.Level)
	case TriggerScanState:
		return t.Type + " " + strconv.Quote(t.ScanState), slices.Contains(ScanStates, t.ScanState)
	}
	return t.Type, false
}

func (t Trigger) known() bool {
	_, known := t.Key()
	return known
}

// SameRecipients reports whether two lists name the same targets with the same triggers. What this version does not know is
// left out of account: it cannot be asked for, and updates leave it as it is.
func SameRecipients(a, b []Recipient) bool { return slices.Equal(recipientKeys(a), recipientKeys(b)) }

// RecipientMeaning is a text that is the same for recipients that are the same to SameRecipients.
func RecipientMeaning(r Recipient) string { return strings.Join(recipientKeys([]Recipient{r}), "\n") }

// recipientKeys returns a text for each known recipient and trigger, sorted and each once: two recipients with the same
// target mean the same as one with the triggers of both.
func recipientKeys(recipients []Recipient) []string {
	var keys []string
	for _, r := range recipients {
		target, known := r.Key()
		if !known {
			continue
		}
		keys = append(keys, target)
		for _, t := range r.Triggers {
			if trigger, known := t.Key(); known {
				keys = append(keys, target+" "+trigger)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// KnownRecipients returns the recipients that this version knows, with the triggers that it knows, and each target once.
func KnownRecipients(recipients []Recipient) []Recipient {
	known := make([]Recipient, 0, len(recipients))
	place := make(map[string]int, len(recipients))
	for _, r := range recipients {
		key, ok := r.Key()
		if !ok {
			continue
		}
		i, seen := place[key]
		if !seen {
			i = len(known)
			place[key] = i
			known = append(known, r)
			known[i].Triggers = nil
		}
		for _, t := range r.Triggers {
			if t.known() && !slices.Contains(known[i].Triggers, t) {
				known[i].Triggers = append(known[i].Triggers, t)
			}
		}
	}
	return known
}

// UnknownParts names what the rule has and this version knows no words for, as in `a recipient of type "pager"`, each once.
// Updates leave it as it is.
func (r Rule) UnknownParts() []string {
	var parts []string
	add := func(known bool, format string, value string) {
		if text := fmt.Sprintf(format, value); !known && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	add(r.RuleType == "" || slices.Contains(RuleTypes, r.RuleType), "the rule type %q", r.RuleType)
	add(r.Status == "" || slices.Contains(RuleStatuses, r.Status), "the status %q", r.Status)
	if c := r.Customization; c != nil {
		add(c.Type == "" || slices.Contains(CustomizationTypes, c.Type), "the customization type %q", c.Type)
	}
	for _, recipient := range r.Recipients {
		_, known := recipient.target()
		add(known, "a recipient of type %q", strings.TrimSpace(recipient.Type+" "+recipient.Role))
		for _, t := range recipient.Triggers {
			add(t.known(), "a trigger of type %q", strings.TrimSpace(t.Type+" "+t.Level+t.ScanState))
		}
	}
	return parts
}
