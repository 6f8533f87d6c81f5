package webhook_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// webhooksToList has one webhook of each sort, in another order than that of names.
func webhooksToList(t *testing.T, options ...func(*emulator.Options)) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, options...)
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{
		{ID: "w-plain", Name: "plain", URL: "https://events.example.com/plain", Scopes: []string{"incidents"}},
		{
			ID: "w-headers", Name: "headers", URL: "https://events.example.com/headers", Scopes: []string{"contracts", "incidents"},
			Headers: []emulator.Header{{Name: "X-Team", Value: "data"}, {Name: "Content-Type", Value: "application/json"}},
		},
		{
			ID: "w-signed", Name: "signed", URL: "https://events.example.com/signed", Scopes: []string{"incidents"}, Secret: "canary-signing",
			Headers: []emulator.Header{{Name: "X-Team", Value: "data"}, {Name: "Authorization", Value: "Bearer canary"}, {Name: "X-Id", Value: "canary0123456789abcdef"}},
		},
		{ID: "w-off", Name: "off", URL: "https://events.example.com/off", Scopes: []string{}, Disabled: true},
	}}); err != nil {
		t.Fatal(err)
	}
	return cloud
}

// Each argument selects; results come by name, up to the limit, and cost one list call.
func TestWebhookIntegrationList(t *testing.T) {
	t.Parallel()
	boolean := func(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }
	for name, tc := range map[string]struct {
		arguments map[string]tftypes.Value
		limit     int64
		want      []string
	}{
		"all":                 {nil, 100, []string{"w-headers", "w-off", "w-plain", "w-signed"}},
		"more than the limit": {nil, 3, []string{"w-headers", "w-off", "w-plain"}},
		"by name":             {map[string]tftypes.Value{"name_regex": text("^(plain|off)$")}, 100, []string{"w-off", "w-plain"}},
		"enabled":             {map[string]tftypes.Value{"enabled": boolean(true)}, 100, []string{"w-headers", "w-plain", "w-signed"}},
		"disabled":            {map[string]tftypes.Value{"enabled": boolean(false)}, 100, []string{"w-off"}},
		"none":                {map[string]tftypes.Value{"enabled": boolean(false), "name_regex": text("plain")}, 100, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := webhooksToList(t)
			p := acctest.NewProtocol(t, cloud)
			var ids []string
			for _, result := range p.List(t.Context(), webhookType, tc.arguments, tc.limit, false) {
				ids = append(ids, p.IdentityID(result.Identity))
			}
			if !slices.Equal(ids, tc.want) {
				t.Errorf("got %v, want %v", ids, tc.want)
			}
			if got := cloud.AllCalls(); len(got) != 1 || got["listWebhookIntegrations"] != 1 {
				t.Errorf("got the calls %v, want one list of webhooks", got)
			}
		})
	}
}

// A result says of what Soda hides the same as a read after an import, and the configuration that a CLI writes of it is the
// same too. Secrets that Soda shows are in no result: `terraform query -json` would print them.
func TestWebhookIntegrationList_resources(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]emulator.HeaderValues{
		"a cloud that shows values": emulator.HeaderValuesReturn, "one that masks them": emulator.HeaderValuesMask, "one that leaves them out": emulator.HeaderValuesOmit,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := acctest.NewProtocol(t, webhooksToList(t, func(o *emulator.Options) { o.HeaderValues = values }))
			results := p.List(t.Context(), webhookType, nil, math.MaxInt64, true)
			if len(results) != 4 {
				t.Fatalf("got %d results, want 4", len(results))
			}
			for _, result := range results {
				_, read, diagnostics := p.Import(t.Context(), webhookType, &tfprotov6.ImportResourceStateRequest{Identity: result.Identity})
				got, want := p.Generated(webhookType, result.Resource), p.Generated(webhookType, read.Value)
				if !got.Equal(want) {
					t.Errorf("%s: got %s, want %s", result.DisplayName, got, want)
				}
				if got, want := sayings(result.Diagnostics), sayings(diagnostics); got != want {
					t.Errorf("%s: got %q, want %q", result.DisplayName, got, want)
				}
				if bytes.Contains(result.Resource.MsgPack, []byte("canary")) {
					t.Errorf("%s: a secret is in the result", result.DisplayName)
				}
			}
		})
	}
}

func sayings(diagnostics []*tfprotov6.Diagnostic) string {
	var said []string
	for _, d := range diagnostics {
		said = append(said, d.Severity.String()+" "+d.Summary+" "+d.Detail)
	}
	return strings.Join(said, "\n")
}

// A Soda Cloud without the integration API says so.
func TestWebhookIntegrationList_notOffered(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	got := acctest.NewProtocol(t, cloud).List(t.Context(), webhookType, nil, 100, false)
	if len(got) != 1 || !strings.Contains(sayings(got[0].Diagnostics), "does not offer the integration API at /api/v1/integrations/webhooks") {
		t.Errorf("got %+v", got)
	}
}

func text(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
