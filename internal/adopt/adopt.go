// Package adopt writes Terraform configuration for the rules and webhooks that an organization has: resources, the import blocks
// that take them into the state, look-ups of what rules refer to, and variables for secrets. What it writes is for people to review,
// so addresses come from names, references stand in place of ids, and nothing is written that is null or a default.
//
// adopt.go lists what there is, rules.go and webhooks.go write the two resources, references.go decides what stands in place of an
// id, labels.go makes addresses, hcl.go writes expressions. What the attributes mean lives in packages notification and webhook.
package adopt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Selection says which objects are meant.
type Selection struct {
	Names           *regexp.Regexp // nil means all
	WithoutDefaults bool           // leaves out the rules that Soda creates in every organization
}

// Configuration is what was written.
type Configuration struct {
	Files           map[string][]byte // by name
	Rules, Webhooks int
	Secrets         []string // the variables that need a value
	Notes           []string // for the user: what is left out, and what Soda Cloud does not show
}

// The files of a configuration. The first can be deleted after the apply.
const (
	importsFile   = "imports.tf"
	rulesFile     = "rules.tf"
	webhooksFile  = "webhooks.tf"
	lookupsFile   = "lookups.tf"
	variablesFile = "variables.tf"
)

// Files are the names of all files that Write may return.
var Files = []string{importsFile, rulesFile, webhooksFile, lookupsFile, variablesFile}

type writer struct {
	client *soda.Client
	files  map[string]*hclwrite.File
	labels labels
	out    Configuration

	references references
}

// Write writes the configuration of the objects that are meant. It only reads from Soda Cloud.
func Write(ctx context.Context, client *soda.Client, of Selection) (*Configuration, error) {
	w := &writer{
		client: client, files: map[string]*hclwrite.File{}, labels: labels{}, out: Configuration{Files: map[string][]byte{}},
		references: references{known: map[string]string{}, lookups: map[string]lookup{}},
	}
	rules, err := client.Rules(ctx)
	if err != nil {
		return nil, explained("notification rules", err)
	}
	webhooks, err := w.webhooks(ctx)
	if err != nil {
		return nil, err
	}
	for _, webhook := range chosen(webhooks, of, func(o soda.Webhook) (name, id string) { return o.Name, o.ID }) {
		w.webhook(webhook)
	}
	rules = chosen(rules, of, func(o soda.Rule) (name, id string) { return o.Name, o.ID })
	if of.WithoutDefaults {
		rules = slices.DeleteFunc(rules, func(r soda.Rule) bool { return r.IsDefault })
	}
	if err := w.learn(ctx, rules); err != nil {
		return nil, err
	}
	for _, rule := range rules {
		w.rule(rule)
	}
	for name, file := range w.files {
		w.out.Files[name] = hclwrite.Format(file.Bytes())
	}
	return &w.out, nil
}

// webhooks lists the webhooks; none where this key or this Soda Cloud does not offer them.
func (w *writer) webhooks(ctx context.Context) ([]soda.Webhook, error) {
	webhooks, err := w.client.Webhooks(ctx)
	if err == nil {
		return webhooks, nil
	}
	if !closed(err) {
		return nil, explained("webhook integrations", err)
	}
	w.note("Webhooks are left out, and rules refer to them through data sources. %s", explained("webhook integrations", err))
	return nil, nil
}

// closed reports whether a list is not there, or not for this key, so that one can do without it.
func closed(err error) bool {
	_, missing := errors.AsType[*soda.NoIntegrationListError](err)
	e, ok := errors.AsType[*soda.Error](err)
	return missing || soda.IsNotOffered(err) || ok && e.Status == http.StatusForbidden
}

// explained is an error in the words that the provider has for it.
func explained(what string, err error) error {
	var diags diag.Diagnostics
	base.Kind{Noun: what}.AddError(&diags, "read", err)
	return fmt.Errorf("%s: %s", diags[0].Summary(), diags[0].Detail())
}

// chosen returns the objects that are meant, in order of their names.
func chosen[T any](all []T, of Selection, named func(T) (name, id string)) []T {
	all = slices.DeleteFunc(slices.Clone(all), func(object T) bool {
		name, _ := named(object)
		return of.Names != nil && !of.Names.MatchString(name)
	})
	slices.SortFunc(all, func(a, b T) int {
		nameA, idA := named(a)
		nameB, idB := named(b)
		return cmp.Or(cmp.Compare(strings.ToLower(nameA), strings.ToLower(nameB)), cmp.Compare(idA, idB))
	})
	return all
}

func (w *writer) note(format string, args ...any) {
	w.out.Notes = append(w.out.Notes, fmt.Sprintf(format, args...))
}

// body returns what a file holds, with an empty line at its end if there is something.
func (w *writer) body(name string) *hclwrite.Body {
	if w.files[name] == nil {
		w.files[name] = hclwrite.NewEmptyFile()
		return w.files[name].Body()
	}
	body := w.files[name].Body()
	body.AppendNewline()
	return body
}

// resource begins the block of an object, and writes its import block.
func (w *writer) resource(file, typ, label, id string) *hclwrite.Body {
	block := w.body(importsFile).AppendNewBlock("import", nil).Body()
	block.SetAttributeRaw("to", raw(typ+"."+label))
	block.SetAttributeValue("id", cty.StringVal(id))
	return w.body(file).AppendNewBlock("resource", []string{typ, label}).Body()
}

// variable declares a variable for a secret and returns the reference to it.
func (w *writer) variable(label, description string) string {
	name := w.labels.unique("variable", label)
	block := w.body(variablesFile).AppendNewBlock("variable", []string{name}).Body()
	block.SetAttributeValue("description", cty.StringVal(description))
	block.SetAttributeRaw("type", raw("string"))
	block.SetAttributeValue("sensitive", cty.True)
	w.out.Secrets = append(w.out.Secrets, name)
	return "var." + name
}

// unwritable says why no configuration can hold the object with the name, "" if one can.
func unwritable(name string, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case name == "":
		return "it has no name"
	case strings.TrimSpace(name) != name:
		return "its name begins or ends with white space; rename it first"
	}
	return ""
}
