package soda

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Whether an update was carried out is open after an attempt without a response, also when a later attempt is refused.
func TestClient_updateOpen(t *testing.T) {
	t.Parallel()
	lost := emulator.Fault{Kind: emulator.ResetAfter}
	for name, tc := range map[string]struct {
		faults []emulator.Fault
		open   bool
	}{
		"refused":                       {[]emulator.Fault{{Status: 400}}, false},
		"refused after a 429":           {[]emulator.Fault{{Status: 429, RetryAfter: "0"}, {Status: 400}}, false},
		"no response, then 400":         {[]emulator.Fault{lost, {Status: 400}}, true},
		"no response, then 401":         {[]emulator.Fault{lost, {Status: 401}}, true},
		"no response, then 404":         {[]emulator.Fault{lost, {Status: 404}}, true},
		"no response, then 409":         {[]emulator.Fault{lost, {Status: 409}}, true},
		"no response, then 429, 403":    {[]emulator.Fault{lost, {Status: 429, RetryAfter: "0"}, {Status: 403}}, true},
		"a page of a gateway, then 400": {[]emulator.Fault{{Status: 502, HTML: true}, {Status: 400}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, c := newCloud(t)
			stored, err := c.CreateWebhook(t.Context(), aWebhook)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range tc.faults {
				cloud.FailNext("updateWebhookIntegration", f)
			}
			in := aWebhook
			in.URL = "https://other.example/soda"
			if _, err := c.UpdateWebhook(t.Context(), stored.ID, in, nil); err == nil || Unanswered(err) != tc.open {
				t.Errorf("got open %t after %v", Unanswered(err), err)
			}
		})
	}
}
