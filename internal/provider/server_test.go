package provider_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

const ruleType = "soda_notification_rule"

// What the server answers by itself is what the framework would have answered: for rules of every shape, whatever happened to
// them meanwhile, under a cloud that orders its answers anew each time.
func TestServer_readsAsTheFramework(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*emulator.Rule){
		"nothing":             func(*emulator.Rule) {},
		"what does not count": func(r *emulator.Rule) { r.LastTriggeredAt = &r.CreatedAt },
		"a name":              func(r *emulator.Rule) { r.Name += " changed" },
		"a type":              func(r *emulator.Rule) { r.RuleType = "monitor" },
		"a status":            func(r *emulator.Rule) { r.Status = map[string]string{"active": "paused", "paused": "active"}[r.Status] },
		"an owner":            func(r *emulator.Rule) { r.OwnerID = "somebody-else" },
		"no recipients":       func(r *emulator.Rule) { r.Recipients = []emulator.Recipient{} },
		"a trigger":           func(r *emulator.Rule) { r.Recipients[0].Triggers = r.Recipients[0].Triggers[:0] },
		"a new recipient": func(r *emulator.Rule) {
			r.Recipients = append(r.Recipients, emulator.Recipient{Type: "email", Email: "new@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "info"}}})
		},
		"an unknown recipient": func(r *emulator.Rule) { r.Recipients = append(r.Recipients, emulator.Recipient{Type: "pigeon"}) },
		"another filter": func(r *emulator.Rule) {
			r.Filter = &emulator.Filter{Type: "equals", Field: &emulator.FilterField{Field: "checkName"}, Value: new("x")}
		},
		"no filter":        func(r *emulator.Rule) { r.Filter = nil },
		"no customization": func(r *emulator.Rule) { r.Customization = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, states := corpus(t)
			for id := range states {
				cloud.EditRule(id, edit)
			}
			p := acctest.NewProtocol(t, cloud)
			for id, state := range states {
				req := &tfprotov6.ReadResourceRequest{TypeName: ruleType, CurrentState: state}
				got, err := p.ReadResource(t.Context(), req)
				want, wantErr := provider.Framework(p.ProviderServer).ReadResource(t.Context(), req)
				if err != nil || wantErr != nil {
					t.Fatal(err, wantErr)
				}
				expectSame(t, p, ruleType, id, got.NewState, want.NewState, got.Diagnostics, want.Diagnostics)
				if g, w := p.IdentityID(got.NewIdentity), p.IdentityID(want.NewIdentity); g != w || g != id {
					t.Errorf("%s: got the identity %q, want %q", id, g, w)
				}
				if alone := got.NewState == state; name == "nothing" && !alone {
					t.Errorf("%s: an unchanged rule went through the framework", id)
				}
			}
		})
	}
}

func TestServer_plansAsTheFramework(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]tftypes.Value{
		"nothing":   {},
		"no status": {"status": tftypes.NewValue(tftypes.String, nil)},
		"active":    {"status": tftypes.NewValue(tftypes.String, "active")},
		"paused":    {"status": tftypes.NewValue(tftypes.String, "paused")},
		"unknown":   {"status": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"a name":    {"name": tftypes.NewValue(tftypes.String, "changed")},
		"no filter": {"filter": tftypes.NewValue(tftypes.DynamicPseudoType, nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, states := corpus(t)
			p := acctest.NewProtocol(t, cloud)
			for id, prior := range states {
				req := planRequest(t, p, prior, change)
				req.PriorIdentity = p.Identity(id)
				got, err := p.PlanResourceChange(t.Context(), req)
				want, wantErr := provider.Framework(p.ProviderServer).PlanResourceChange(t.Context(), req)
				if err != nil || wantErr != nil {
					t.Fatal(err, wantErr)
				}
				expectSame(t, p, ruleType, id, got.PlannedState, want.PlannedState, got.Diagnostics, want.Diagnostics)
				if !bytes.Equal(got.PlannedPrivate, want.PlannedPrivate) || len(got.RequiresReplace) != len(want.RequiresReplace) {
					t.Errorf("%s: got private %s, replace %v; want %s, %v", id, got.PlannedPrivate, got.RequiresReplace, want.PlannedPrivate, want.RequiresReplace)
				}
				if g, w := p.IdentityID(got.PlannedIdentity), p.IdentityID(want.PlannedIdentity); g != w || g != id {
					t.Errorf("%s: got the identity %q, want %q", id, g, w)
				}
				if alone := got.PlannedState == req.PriorState; name == "nothing" && !alone {
					t.Errorf("%s: an unchanged rule went through the framework", id)
				}
			}
		})
	}
}

// A changed rule is a changed rule in the other of the protocol's two encodings, too.
func TestServer_plansFromJSON(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	inJSON := func(name string) *tfprotov6.DynamicValue {
		return &tfprotov6.DynamicValue{JSON: fmt.Appendf(nil, `{"id":"r","name":%q,"status":"active"}`, name)}
	}
	before, after := inJSON("before"), inJSON("after")
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: ruleType, PriorState: before, Config: after, ProposedNewState: after}
	got, err := p.PlanResourceChange(t.Context(), req)
	if err != nil || got.PlannedState == before {
		t.Errorf("got the prior state for a plan (%v), want one with the new name", err)
	}
}

func TestServer_upgradesAsTheFramework(t *testing.T) {
	t.Parallel()
	const stored = `{"id":"r","name":"n","rule_type":"check","status":"active","owner_id":"o","is_default":false,"created_at":null,
		"filter":{"value":{"not":{"field":"checkName","equals":"x"}},"type":["object",{"not":["object",{"equals":"string","field":"string"}]}]},
		"recipients":[{"email":"a@example.com","user_id":null,"user_group_id":null,"integration_id":null,"channel":null,"resource_role":null,
			"custom_role_id":null,"levels":["critical"],"scan_states":null}],
		"customization":{"type":"rich","message":null},"timeouts":{"create":"1h","update":null,"delete":null}}`
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	for name, tc := range map[string]struct {
		from, to string
		alone    bool
	}{
		"all there":             {"", "", true},
		"null objects":          {`{"type":"rich","message":null}`, "null", true},
		"no recipients":         {`"customization":`, `"recipients":[],"customization":`, true}, // the last of two members counts
		"no block":              {`,"timeouts":{"create":"1h","update":null,"delete":null}`, "", false},
		"one too many":          {`"id":`, `"colour":"red","id":`, false},
		"one too many, within":  {`"message":null`, `"message":null,"colour":"red"`, false},
		"one too many, in sets": {`"email":`, `"colour":"red","email":`, false},
		"one too few, in sets":  {`"channel":null,`, "", false},
	} {
		req := &tfprotov6.UpgradeResourceStateRequest{
			TypeName: ruleType, RawState: &tfprotov6.RawState{JSON: []byte(strings.Replace(stored, tc.from, tc.to, 1))},
		}
		got, err := p.UpgradeResourceState(t.Context(), req)
		want, wantErr := provider.Framework(p.ProviderServer).UpgradeResourceState(t.Context(), req)
		if err != nil || wantErr != nil {
			t.Fatal(name, err, wantErr)
		}
		expectSame(t, p, ruleType, name, got.UpgradedState, want.UpgradedState, got.Diagnostics, want.Diagnostics)
		if alone := got.UpgradedState.JSON != nil; alone != tc.alone {
			t.Errorf("%s: answered without the framework: got %t, want %t", name, alone, tc.alone)
		}
	}
}

// A call leaves nothing of its context behind. The framework does, for it keeps all that it is given; once it does not, there
// is no need for callContext.
func TestServer_letsGoOfContexts(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	for _, tc := range []struct {
		server tfprotov6.ProviderServer
		holds  bool
		says   string
	}{
		{p, false, "the context of a call is still held after its end"},
		{provider.Framework(p.ProviderServer), true, "the framework lets go of contexts by itself: remove call_context.go"},
	} {
		value := callWithValue(t, p, tc.server)
		runtime.GC()
		if held := value.Value() != nil; held != tc.holds {
			t.Error(tc.says)
		}
		runtime.KeepAlive(tc.server)
	}
}

// callWithValue makes a call with a context that holds the value.
func callWithValue(t *testing.T, p *acctest.Protocol, server tfprotov6.ProviderServer) weak.Pointer[[1024]byte] {
	t.Helper()
	type key struct{}
	value := new([1024]byte)
	_, err := server.ValidateResourceConfig(context.WithValue(t.Context(), key{}, value), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: ruleType, Config: p.Encode(p.Object(ruleType, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return weak.Make(value)
}

// Shortcuts know all that is in the schemas of the resources that offer them.
func TestServer_hasShortcuts(t *testing.T) {
	t.Parallel()
	var offered int
	for _, r := range provider.Resources() {
		if r, ok := r.(base.ResourceWithShortcuts); ok {
			offered++
			if _, err := r.Shortcuts(); err != nil {
				t.Errorf("%T: %v", r, err)
			}
		}
	}
	if offered < 2 {
		t.Errorf("%d resources offer shortcuts, want those of rules and webhooks", offered)
	}
}
