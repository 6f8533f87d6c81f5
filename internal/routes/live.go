package routes

import (
	"context"
	"fmt"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Live returns the rules of an organization as they are, as a change that changes nothing.
func Live(ctx context.Context, client *soda.Client) (*Change, error) {
	c := &Change{names: names{byID: map[string]string{}}, managed: map[string]bool{}}
	return c, c.AddLive(ctx, client)
}

// AddLive adds the rules that the plan does not manage, before and after the change alike, and looks up what recipients are
// called.
func (c *Change) AddLive(ctx context.Context, client *soda.Client) error {
	rules, err := client.Rules(ctx)
	if err != nil {
		return fmt.Errorf("cannot list the rules: %w", err)
	}
	if err := c.names.lookUp(ctx, client); err != nil {
		return err
	}
	c.live = true
	for _, side := range [][]routing.Rule{c.Before, c.After} {
		for _, rule := range side {
			for i := range rule.Recipients {
				c.names.rename(&rule.Recipients[i])
			}
		}
	}
	for _, rule := range rules {
		if c.managed[rule.ID] {
			continue
		}
		read := c.liveRule(rule)
		if rule.Unreadable() != nil {
			read.Filter = routing.Unknown("the filter of " + read.Name)
			c.Notes = append(c.Notes, read.Name+" has a form that this version cannot read; the list of those it notifies may be incomplete.")
		}
		c.Before, c.After = append(c.Before, read), append(c.After, read)
	}
	c.suppose()
	return nil
}

func (c *Change) liveRule(rule soda.Rule) routing.Rule {
	read := routing.Rule{Name: fmt.Sprintf("rule %q", rule.Name), Type: rule.RuleType, Paused: rule.Status == "paused", Filter: rule.Filter}
	for i, r := range rule.Recipients {
		target := map[string]any{
			"email": r.Email, "user_id": r.UserID, "user_group_id": r.UserGroupID, "integration_id": r.IntegrationID,
			"channel": r.IntegrationChannel, "resource_role": r.Role, "custom_role_id": r.CustomRoleID,
		}
		recipient, err := routing.ReadRecipient(target)
		if err != nil { // of a type that this version does not know
			recipient = routing.Recipient{ID: fmt.Sprint(rule.ID, i), Name: fmt.Sprintf("recipient %d of rule %q", i, rule.Name)}
		}
		for _, t := range r.Triggers {
			if t.Type == soda.TriggerLevel {
				recipient.Triggers = append(recipient.Triggers, routing.Level(t.Level))
			} else {
				recipient.Triggers = append(recipient.Triggers, routing.ScanState(t.ScanState))
			}
		}
		c.names.rename(&recipient)
		read.Recipients = append(read.Recipients, recipient)
	}
	return read
}

// rename gives a recipient the name of what its target is, unless that is not to be shown.
func (n names) rename(r *routing.Recipient) {
	for target, value := range r.Target {
		place := inChannel(r.Target["channel"])
		if target != "channel" && (r.Name == r.ID || r.Name == fallback(target, value)+place) {
			r.Name = n.name(target, value) + place
		}
	}
}

// lookUp learns what the ids of recipients stand for. Names of the plan stay.
func (n names) lookUp(ctx context.Context, client *soda.Client) error {
	integrations, err := client.Integrations(ctx)
	if err != nil {
		return fmt.Errorf("cannot list the notification integrations: %w", err)
	}
	for _, i := range integrations {
		n.learn("integration_id", i.ID, i.Type, i.Name)
	}
	users, err := client.Users(ctx, "")
	if err != nil {
		return fmt.Errorf("cannot list the users: %w", err)
	}
	for _, u := range users {
		n.learn("user_id", u.ID, "user", u.Email)
	}
	groups, err := client.UserGroups(ctx, "")
	if err != nil {
		return fmt.Errorf("cannot list the user groups: %w", err)
	}
	for _, g := range groups {
		n.learn("user_group_id", g.ID, "user group", g.Name)
	}
	return nil
}

func (n names) learn(target, id, kind, name string) {
	if key := target + " " + id; n.byID[key] == "" && name != "" {
		n.byID[key] = fmt.Sprintf("%s %q", kind, name)
	}
}
