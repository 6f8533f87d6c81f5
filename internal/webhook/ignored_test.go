package webhook_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// ignored is a webhook whose lifecycle ignores some attributes, and what happens to it before the next unrelated update.
type ignored struct {
	header, signing, url string // form, "" for none; with " 1" beside a version
	paths                []string
	values               emulator.HeaderValues
	imported             bool // it was created in the UI, with other values than those of the configuration
	rotated, changed     bool // outside Terraform, and in the configuration
}

var (
	headerPaths  = []string{"", "headers", `headers.Authorization`, `headers.Authorization.*`, `headers.Authorization.* version`}
	signingPaths = []string{"", "*", "* version", "secret_wo secret"}
	urlPaths     = []string{"", "*", "* version", "url url_wo"}
	forms        = []string{"value", "secret", "secret_wo", "secret_wo 1"}
)

// Whatever ignore_changes holds, the next update of anything else neither erases nor reverts a value without a word: what Soda
// Cloud holds afterwards is what it held before, or the plan shows the change, or a warning names the attribute.
func TestIgnored(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]emulator.HeaderValues{
		"shown": emulator.HeaderValuesReturn, "masked": emulator.HeaderValuesMask, "left out": emulator.HeaderValuesOmit,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues, o.Limits = values, emulator.LimitsOff })
			random := rand.New(rand.NewPCG(1, 2))
			pick := func(from []string) string { return from[random.IntN(len(from))] }
			for range 50 {
				c := ignored{
					header: pick(forms), signing: pick(append(forms[1:], "")), url: pick([]string{"url", "url_wo", "url_wo 1"}),
					values: values, imported: random.IntN(2) == 0, rotated: random.IntN(2) == 0, changed: random.IntN(2) == 0,
				}
				for _, slot := range []struct {
					form  string
					paths []string
				}{{c.header, headerPaths}, {c.signing, signingPaths}, {c.url, urlPaths}} {
					c.paths = append(c.paths, pathsOf(slot.form, pick(slot.paths))...)
				}
				c.run(t, cloud)
			}
		})
	}
}

// pathsOf names the attributes of a form: * is that of the value, "version" that of its version.
func pathsOf(form, pattern string) []string {
	form = strings.TrimSuffix(form, " 1")
	if form == "" || pattern == "" {
		return nil
	}
	first, rest, _ := strings.Cut(strings.ReplaceAll(pattern, "*", form), " ")
	if rest == "version" {
		rest = first + "_version"
	}
	return slices.DeleteFunc([]string{first, rest}, func(s string) bool { return s == "" })
}

func (c ignored) ignores(slot string) bool {
	return slices.ContainsFunc(c.paths, func(path string) bool { return strings.HasPrefix(path, slot) })
}

// config is the configuration with values that end in suffix.
func (c ignored) config(p *acctest.Protocol, scope, suffix string) tftypes.Value {
	attributes := map[string]tftypes.Value{
		"name": text("pager"), "scopes": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text(scope)}),
	}
	set(attributes, c.url, "https://events.example.com/"+suffix)
	set(attributes, c.signing, "signature-"+suffix)
	headers := p.ResourceType(webhookType).AttributeTypes["headers"].(tftypes.Map)
	header := map[string]tftypes.Value{}
	for name, typ := range headers.ElementType.(tftypes.Object).AttributeTypes {
		header[name] = tftypes.NewValue(typ, nil)
	}
	set(header, c.header, "token-"+suffix)
	attributes["headers"] = tftypes.NewValue(headers, map[string]tftypes.Value{"Authorization": tftypes.NewValue(headers.ElementType, header)})
	return p.Object(webhookType, attributes)
}

func set(attributes map[string]tftypes.Value, form, value string) {
	name, version, _ := strings.Cut(form, " ")
	if name != "" {
		attributes[name] = text(value)
	}
	if version != "" {
		attributes[name+"_version"] = tftypes.NewValue(tftypes.Number, 1)
	}
}

// ignore is what a CLI makes of a configuration for a plan: what is ignored is as in the state.
func ignore(t *testing.T, config, prior tftypes.Value, paths []string) tftypes.Value {
	t.Helper()
	before := func(at *tftypes.AttributePath) (tftypes.Value, bool) {
		v, _, err := tftypes.WalkAttributePath(prior, at)
		found, ok := v.(tftypes.Value)
		return found, err == nil && ok
	}
	held, err := tftypes.Transform(config, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var names []string
		for _, step := range at.Steps() {
			names = append(names, fmt.Sprint(step))
		}
		if !slices.Contains(paths, strings.Join(names, ".")) {
			return v, nil
		}
		if found, ok := before(at); ok {
			return found, nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func (c ignored) run(t *testing.T, cloud *acctest.Cloud) {
	t.Helper()
	p := acctest.NewProtocol(t, cloud)
	stored := c.begin(t, cloud, p)
	if c.rotated {
		edit(cloud, func(w *emulator.Webhook) {
			w.Headers[0].Value = "token-rotated"
			if w.Secret != "" {
				w.Secret = "signature-rotated"
			}
		})
	}
	suffix := "one"
	if c.changed {
		suffix = "two"
	}
	held, config := cloud.Webhooks()[0], c.config(p, "contracts", suffix)
	p = acctest.NewProtocol(t, cloud)
	read, _ := p.Read(t.Context(), webhookType, stored)
	prior := p.Decode(config.Type(), read.Value)
	plan, said := p.Plan(t.Context(), webhookType, ignore(t, config, prior, c.paths), read)
	if !stopped(said) {
		_, more := acctest.NewProtocol(t, cloud).ApplyPlan(t.Context(), plan.Configured(config))
		said = append(said, more...)
	}
	now := cloud.Webhooks()[0]
	planned := p.Decode(config.Type(), read.Value)
	if plan.Planned.Value != nil {
		planned = p.Decode(config.Type(), plan.Planned.Value)
	}
	for _, slot := range []struct{ path, was, is, configured string }{
		{"headers", held.Headers[0].Value, headerOf(cloud, "Authorization"), "token-" + suffix},
		{"secret", held.Secret, now.Secret, "signature-" + suffix},
		{"url", held.URL, now.URL, "https://events.example.com/" + suffix},
	} {
		meant := slot.is == slot.configured && (!c.ignores(slot.path) || !c.changed) // a plan sees no ignore_changes where nothing has changed
		if slot.is != slot.was && !meant && !shows(prior, planned, slot.path) && !named(said, slot.path) {
			t.Errorf("%+v: %s was %q and is %q without a word", c, slot.path, slot.was, slot.is)
		}
	}
}

// begin creates the webhook, or imports it.
func (c ignored) begin(t *testing.T, cloud *acctest.Cloud, p *acctest.Protocol) acctest.Stored {
	t.Helper()
	for _, w := range cloud.Webhooks() {
		cloud.ForgetWebhook(w.ID)
	}
	if !c.imported {
		stored, said := p.Apply(t.Context(), webhookType, c.config(p, "incidents", "one"), acctest.Stored{})
		if stopped(said) {
			t.Fatalf("%+v: %v", c, said)
		}
		return stored
	}
	w := emulator.Webhook{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/ui", Scopes: []string{"incidents"},
		Headers: []emulator.Header{{Name: "Authorization", Value: "token-ui"}},
	}
	if c.signing != "" {
		w.Secret = "signature-ui"
	}
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{w}}); err != nil {
		t.Fatal(err)
	}
	_, found, _ := p.Import(t.Context(), webhookType, &tfprotov6.ImportResourceStateRequest{ID: "w-1"})
	return found
}

func stopped(said []*tfprotov6.Diagnostic) bool {
	return slices.ContainsFunc(said, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}

// named reports whether a diagnostic is at an attribute that begins so.
func named(said []*tfprotov6.Diagnostic, path string) bool {
	return slices.ContainsFunc(said, func(d *tfprotov6.Diagnostic) bool {
		return d.Attribute != nil && strings.HasPrefix(d.Attribute.String(), `AttributeName("`+path)
	})
}

// shows reports whether a plan shows a change of an attribute that begins so, or of has_secret.
func shows(prior, planned tftypes.Value, path string) bool {
	differences, _ := prior.Diff(planned)
	return slices.ContainsFunc(differences, func(d tftypes.ValueDiff) bool {
		at := strings.TrimPrefix(d.Path.String(), `AttributeName("`)
		return strings.HasPrefix(strings.TrimPrefix(at, "has_"), path)
	})
}
