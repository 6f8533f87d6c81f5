package notification

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// listIntegrations returns all integrations. Where the list cannot be found, its error offers the ids that rules already name.
func listIntegrations(ctx context.Context, c *soda.Client) ([]soda.Integration, error) {
	all, err := c.Integrations(ctx)
	return all, explainNoList(ctx, c, err)
}

func explainNoList(ctx context.Context, c *soda.Client, err error) error {
	missing, ok := errors.AsType[*soda.NoIntegrationListError](err)
	if !ok {
		return err
	}
	text := "This Soda Cloud has no list of notification integrations at:\n  " + strings.Join(missing.Tried, "\n  ")
	if missing.Configured {
		text += "\n\nThat path comes from notification_integrations_path. If it is not set, the provider tries several paths."
	} else {
		text += "\n\nSoda documents the call but not its path. If you know the path, set notification_integrations_path in the " +
			"provider block, or SODA_NOTIFICATION_INTEGRATIONS_PATH."
	}
	text += "\n\nRules work without the list: put the integration's id into the recipient. "
	rules, rulesErr := c.Rules(ctx)
	named := namedIntegrations(rules)
	switch {
	case rulesErr != nil:
		text += "The ids used by existing rules cannot be shown: " + rulesErr.Error()
	case len(named) == 0:
		text += "No rule uses an integration yet. Create a paused rule in Soda Cloud with the integration as its recipient, then " +
			"run this again to see its id here."
	default:
		text += "Existing rules use these:\n\n" + strings.Join(named, "\n") + "\n\nFor any other integration, create a " +
			"paused rule in Soda Cloud with the integration as its recipient, then run this again."
	}
	return &base.ExplainedError{Cause: err, Detail: text}
}

// maxNamed is how many integrations an error offers.
const maxNamed = 20

// namedIntegrations returns a line to paste into a recipient for each integration, and channel, that rules name.
func namedIntegrations(rules []soda.Rule) []string {
	type target struct{ id, channel string }
	byTarget := map[target][]string{}
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			at := target{r.IntegrationID, r.IntegrationChannel}
			if name := fmt.Sprintf("%q", rule.Name); at.id != "" && !slices.Contains(byTarget[at], name) {
				byTarget[at] = append(byTarget[at], name)
			}
		}
	}
	targets := slices.SortedFunc(maps.Keys(byTarget), func(a, b target) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.channel, b.channel))
	})
	var lines []string
	for _, at := range targets[:min(len(targets), maxNamed)] {
		line := fmt.Sprintf("  integration_id = %q", at.id)
		if at.channel != "" {
			line += fmt.Sprintf(", channel = %q", at.channel)
		}
		lines = append(lines, line+"  # "+someOf(byTarget[at]))
	}
	if more := len(targets) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("  # and %d more", more))
	}
	return lines
}

// someOf names the rules, a few of them where there are many.
func someOf(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
