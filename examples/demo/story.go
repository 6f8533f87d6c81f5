package main

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// step shows one thing. run returns in a few words what it has checked.
type step struct {
	title string
	run   func(context.Context) (checked string, err error)
}

// story is in the order in which a user meets these things.
func (d *demo) story() []step {
	return []step{
		{"Init, without any registry", d.initialize},
		{"The plan: what will be created", d.planAll},
		{"Apply it", d.applyAll},
		{"A second plan is empty", d.planNothing},
		{"A change in the configuration, and the plan for it", d.planChange},
		{"Apply the change", d.applyChange},
		{"What Soda Cloud contains now", d.inspect},
		{"Soda Cloud sends a test event to the webhook", d.testEvent},
		{"Destroy leaves nothing behind", d.destroy},
	}
}

// What the configuration says before and after change.diff.
const (
	teamBefore, teamAfter         = "finance", "finance-on-call"
	severityBefore, severityAfter = "high", "critical"
	newScope                      = "incidents"
)

func (d *demo) initialize(ctx context.Context) (string, error) {
	_, err := d.cli.run(ctx, 0, "init", "Installed terraform-provider-soda/soda v"+providerVersion)
	return "the provider comes from a local folder instead of a registry, hence the warning", err
}

func (d *demo) planAll(ctx context.Context) (string, error) {
	_, err := d.cli.run(ctx, 2, "plan -detailed-exitcode -out=first.tfplan",
		"Plan: 2 to add, 0 to change, 0 to destroy.", `"X-Team"`, `"Authorization"`, "(sensitive value)")
	return "two resources will be created; the names of all headers are visible, the secret is not", err
}

func (d *demo) applyAll(ctx context.Context) (string, error) {
	if _, err := d.cli.run(ctx, 0, "apply first.tfplan", "Apply complete! Resources: 2 added, 0 changed, 0 destroyed."); err != nil {
		return "", err
	}
	held, err := d.cloud.holdings(ctx)
	if err != nil {
		return "", err
	}
	return "Soda Cloud has both, as configured",
		d.holds(held, teamBefore, severityBefore, "alert_notification, contracts")
}

func (d *demo) planNothing(ctx context.Context) (string, error) {
	_, err := d.cli.run(ctx, 0, "plan -detailed-exitcode", "No changes.")
	return "exit status 0, no changes", err
}

func (d *demo) planChange(ctx context.Context) (string, error) {
	text, err := patched(configuration, change)
	if err != nil {
		return "", err
	}
	if err := d.write(text); err != nil {
		return "", err
	}
	d.term.printf("%s\n", change)
	plan, err := d.cli.run(ctx, 2, "plan -detailed-exitcode -out=second.tfplan",
		"Plan: 0 to add, 2 to change, 0 to destroy.", `~ "X-Team"`)
	if err != nil {
		return "", err
	}
	return "one header value, one scope and one value of the filter change, and nothing else", changesOnly(plan,
		fmt.Sprintf("~ value = %q -> %q", teamBefore, teamAfter),
		fmt.Sprintf("~ equals = %q -> %q", severityBefore, severityAfter),
		fmt.Sprintf("+ %q,", newScope))
}

func (d *demo) applyChange(ctx context.Context) (string, error) {
	if _, err := d.cli.run(ctx, 0, "apply second.tfplan", "Apply complete! Resources: 0 added, 2 changed, 0 destroyed."); err != nil {
		return "", err
	}
	d.term.printf("\n")
	_, err := d.planNothing(ctx)
	return "both changed in place, and the plan is empty again", err
}

func (d *demo) inspect(ctx context.Context) (string, error) {
	held, err := d.cloud.holdings(ctx)
	if err != nil {
		return "", err
	}
	d.term.printf("%s", d.redacted(held))
	return "Soda Cloud has the new values, and all headers and recipients",
		d.holds(held, teamAfter, severityAfter, "alert_notification, contracts, "+newScope)
}

func (d *demo) testEvent(ctx context.Context) (string, error) {
	id, err := d.cli.run(ctx, 0, "output -raw webhook_id")
	if err != nil {
		return "", err
	}
	result, err := d.cloud.test(ctx, id)
	if err != nil {
		return "", err
	}
	d.term.printf("\n\nSoda Cloud reports: %s\n", result)
	got, ok := d.receiver.last()
	if !ok || !result.Delivered {
		return "", errors.New("the receiver did not get the event")
	}
	d.term.printf("The receiver received:\n\n%s", d.redacted(got))
	return "the event arrived with the configured headers",
		says(got.String(), "X-Team: "+teamAfter+"\n", "Authorization: Bearer "+d.token+"\n", `"event": "checkEvaluation"`)
}

func (d *demo) destroy(ctx context.Context) (string, error) {
	if _, err := d.cli.run(ctx, 0, "destroy -auto-approve", "Destroy complete! Resources: 2 destroyed."); err != nil {
		return "", err
	}
	held, err := d.cloud.holdings(ctx)
	if err != nil {
		return "", err
	}
	if len(held.webhooks)+len(held.rules) > 0 {
		return "", fmt.Errorf("it still has\n%s", d.redacted(held))
	}
	log, err := os.ReadFile(d.cloud.log)
	return "Soda Cloud has neither webhooks nor rules; no secret was shown at any time",
		errors.Join(err, d.cli.keepsSecrets(d.term.seen.String()+string(log)))
}
