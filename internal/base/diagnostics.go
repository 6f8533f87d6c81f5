package base

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Kind names a type of object in diagnostics.
type Kind struct {
	Type string // "soda_webhook_integration"
	Noun string // "webhook integration"
}

// UnknownConfigurationError is the error of a client whose provider configuration is not known yet.
type UnknownConfigurationError struct{ Attributes []string }

func (e *UnknownConfigurationError) Error() string {
	return "the provider block has values that are not known until apply: " + strings.Join(e.Attributes, ", ")
}

func isUnknownConfiguration(err error) bool {
	_, ok := errors.AsType[*UnknownConfigurationError](err)
	return ok
}

// AddError reports why an object could not be created, read, updated or deleted; verb is one of these.
func (k Kind) AddError(diags *diag.Diagnostics, verb string, err error) {
	if stop, ok := errors.AsType[*stopError](err); ok {
		diags.Append(stop.diags...)
		return
	}
	summary := "Cannot " + verb + " the " + k.Noun
	if exists, ok := errors.AsType[*soda.ExistsError](err); ok {
		diags.AddAttributeError(path.Root("name"), summary, k.exists(verb, exists))
		return
	}
	_, unclear := errors.AsType[*soda.UnclearError](err)
	if over, ended := errors.AsType[*TimeoutError](err); ended && !unclear {
		diags.AddAttributeError(path.Root(TimeoutsName).AtName(over.Operation), summary, k.timedOut(over, err))
		return
	}
	diags.AddError(summary, k.detail(err))
}

// AddReadError reports why an object could not be read. While the provider's configuration is not known, which can only be
// during a plan, the state is as good as it gets: that is a warning.
func (k Kind) AddReadError(diags *diag.Diagnostics, err error) {
	if isUnknownConfiguration(err) {
		diags.AddWarning("The "+k.Noun+" was not refreshed", k.detail(err))
		return
	}
	k.AddError(diags, "read", err)
}

// AddPlanError reports why a plan could not be checked. What is not known yet is checked at apply.
func (k Kind) AddPlanError(diags *diag.Diagnostics, err error) {
	if !isUnknownConfiguration(err) {
		k.AddError(diags, "plan", err)
	}
}

// WarnUnchecked reports that a plan goes on without one of its checks; what completes "Cannot check".
func (k Kind) WarnUnchecked(diags *diag.Diagnostics, at path.Path, what string, err error) {
	if !isUnknownConfiguration(err) {
		diags.AddAttributeWarning(at, "Cannot check "+what, "The plan continues without this check. "+k.detail(err))
	}
}

// WarnExists warns that the name of a planned object is taken. It is no error yet: the same plan may free the name.
func (k Kind) WarnExists(diags *diag.Diagnostics, name, id string) {
	diags.AddAttributeWarning(path.Root("name"), "The "+k.Noun+" already exists",
		"Creating it will fail unless this plan frees the name. "+k.exists("create", &soda.ExistsError{Name: name, ID: id}))
}

// AddDifferences reports that Soda stored something else than it was sent. fields are names of the API. For a new object
// this is a warning: an error would taint it, and the next plan would replace it.
func (k Kind) AddDifferences(diags *diag.Diagnostics, created bool, fields []string) {
	for _, field := range fields {
		name := snakeCase(field)
		at, summary, detail := path.Root(name), "Soda Cloud stored a different value", fmt.Sprintf(
			"The %s was saved, but Soda Cloud returned a different %s than was sent. The next plan shows the difference; "+
				"if the stored value is right, put it into the configuration.", k.Noun, name)
		if created {
			diags.AddAttributeWarning(at, summary, detail)
		} else {
			diags.AddAttributeError(at, summary, detail)
		}
	}
}

// snakeCase turns a name of the API into that of its attribute: "ruleType" into "rule_type".
func snakeCase(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// detail says why, and what to do. A cause that many objects share is explained at the first of them, which Terraform may print after
// the others.
func (k Kind) detail(err error) string {
	if cause, ok := errors.AsType[*soda.CommonError](err); ok && !cause.First() {
		return "One of the other errors explains the cause: " + inShort(cause)
	}
	return k.explain(err)
}

func inShort(cause *soda.CommonError) string {
	if answer, ok := errors.AsType[*soda.Error](cause); ok {
		return fmt.Sprintf("status %d to %s.", answer.Status, answer.Call)
	}
	return cause.Error() + "."
}

func (k Kind) explain(err error) string {
	if unclear, ok := errors.AsType[*soda.UnclearError](err); ok {
		return k.unclear(unclear)
	}
	if errors.Is(err, soda.ErrStillListed) && !errors.Is(err, context.Canceled) {
		return k.stillListed() + " Apply again later.\n\nThe last read of the list: " + err.Error()
	}
	if explained, ok := errors.AsType[*ExplainedError](err); ok {
		return explained.Detail
	}
	if soda.IsNotOffered(err) {
		return notOffered(err)
	}
	if soda.IsNotFound(err) {
		return "It no longer exists in Soda Cloud. Plan again, and Terraform will create it again."
	}
	if answer, ok := errors.AsType[*soda.Error](err); ok {
		return describe(answer)
	}
	if odd, ok := errors.AsType[*soda.UnreadableError](err); ok {
		return unreadable(odd)
	}
	if unknown, ok := errors.AsType[*UnknownConfigurationError](err); ok {
		return fmt.Sprintf("In the provider block, %s cannot be known before apply. Use a literal or a variable, or first apply what "+
			"it depends on, with -target.", strings.Join(unknown.Attributes, " and "))
	}
	switch {
	case errors.Is(err, soda.ErrNoCredentials):
		return noCredentials(err)
	case errors.Is(err, context.Canceled):
		return "Terraform was interrupted (" + err.Error() + "). Apply again to finish the remaining changes."
	}
	return noResponse(err)
}

func (k Kind) stillListed() string {
	return "Soda Cloud accepted the deletion but may not have finished it. The " + k.Noun + " stays in the state."
}

// timedOut says how far an operation has come in its time.
func (k Kind) timedOut(over *TimeoutError, err error) string {
	text := "Unfinished changes appear in the next plan."
	switch {
	case errors.Is(err, soda.ErrStillListed):
		text = k.stillListed()
	case errors.Is(err, soda.ErrNotSent):
		text = "Time ran out before anything could be sent."
	}
	return fmt.Sprintf("The operation timed out after %s. %s Apply again later; to wait longer, raise %s in the timeouts block of the resource."+
		"\n\nLast error: %v", over.Limit, text, over.Operation, err)
}

func noCredentials(err error) string {
	why := "The provider has no API key."
	if half, ok := errors.AsType[*soda.HalfKeyError](err); ok {
		why = fmt.Sprintf("The API key is incomplete: its %s comes from %s, but there is no %s.", half.Has, half.Source, half.Lacks)
	}
	return why + setCredentials
}

const setCredentials = " Set api_key_id and api_key_secret in the provider block, or the environment " +
	"variables SODA_API_KEY_ID and SODA_API_KEY_SECRET, or a profile in ~/.soda/credentials. " +
	"In Soda Cloud, create a key under your avatar > Profile > API Keys; for a pipeline, use the key of a service account."
