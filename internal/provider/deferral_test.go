package provider_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
)

// configureUnknown configures a provider whose host is not known yet.
func configureUnknown(t *testing.T, deferralAllowed bool) *acctest.Protocol {
	t.Helper()
	p := acctest.NewProtocol(t, nil)
	schema, err := p.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	typ := schema.Provider.ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, attribute := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	values["host"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	resp, err := p.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config:             p.Encode(tftypes.NewValue(typ, values)),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: deferralAllowed},
	})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
	return p
}

// With a host that is not known yet, reads and plans are put off where the CLI allows it, also those that the shortcuts would
// answer; elsewhere they do what they can.
func TestServer_defers(t *testing.T) {
	t.Parallel()
	_, states := corpus(t)
	for _, allowed := range []bool{true, false} {
		p := configureUnknown(t, allowed)
		for id, state := range states {
			read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: ruleType, CurrentState: state})
			if err != nil {
				t.Fatal(err)
			}
			planned, err := p.PlanResourceChange(t.Context(), planRequest(t, p, state, nil))
			if err != nil {
				t.Fatal(err)
			}
			if (read.Deferred != nil) != allowed || (planned.Deferred != nil) != allowed {
				t.Errorf("%s, deferral allowed: %t: got %v for the read, %v for the plan", id, allowed, read.Deferred, planned.Deferred)
			}
			expectSame(t, p, ruleType, id, read.NewState, state, nil, nil)
			if allowed && read.Deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
				t.Errorf("%s: got the reason %s", id, read.Deferred.Reason)
			}
		}
	}
}

// An action and a query that are stopped fail: an error is all that a CLI still gets to see.
func TestServer_failsWhenStopped(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	endpoint := deliverytest.NewReceiver(t, func(_ http.ResponseWriter, r *http.Request) {
		if _, err := p.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
	})
	server := p.ProviderServer.(interface {
		tfprotov6.ActionServer
		tfprotov6.ListResourceServer
	})
	schema, err := p.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	config := func(schema *tfprotov6.Schema, texts map[string]string) *tfprotov6.DynamicValue {
		typ := schema.ValueType().(tftypes.Object)
		values := map[string]tftypes.Value{}
		for name, attribute := range typ.AttributeTypes {
			values[name] = tftypes.NewValue(attribute, nil)
		}
		for name, text := range texts {
			values[name] = tftypes.NewValue(tftypes.String, text)
		}
		return p.Encode(tftypes.NewValue(typ, values))
	}
	const action = "soda_webhook_test"
	_, err = server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{
		ActionType: action, Config: config(schema.ActionSchemas[action].Schema, map[string]string{"url": endpoint.URL, "event": "validate"}),
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("action: got the error %v, want that it was stopped", err)
	}
	_, err = server.ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: ruleType, Config: config(schema.ListResourceSchemas[ruleType], nil), Limit: 10})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("query: got the error %v, want that it was stopped", err)
	}
}
