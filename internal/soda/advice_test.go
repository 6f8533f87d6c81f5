package soda

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A rate limit is waited for once by all checks that only advise, and not to its end. What is at hand they still get.
func TestClient_advisory(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	if err := cloud.Seed(emulator.Organization{
		Users: []emulator.User{{UserID: "u", Email: "u@example.com"}}, Integrations: []emulator.Integration{{ID: "i", Type: "slack"}},
	}); err != nil {
		t.Fatal(err)
	}
	hasUser := func() (bool, error) {
		ctx, done := c.Advisory(t.Context())
		defer done()
		return c.HasUser(ctx, "u")
	}
	hasIntegration := func() (bool, error) {
		ctx, done := c.Advisory(t.Context())
		defer done()
		_, err := c.Integration(ctx, "i")
		return err == nil, err
	}
	if ok, err := hasUser(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	c.patience = 300 * time.Millisecond
	cloud.FailNext("listNotificationIntegrations", emulator.Fault{Status: 429, RetryAfter: "60", Next: 100})
	start := time.Now()
	for range 100 {
		if ok, err := hasIntegration(); ok || err == nil || !strings.Contains(err.Error(), "no response within 300ms") {
			t.Fatalf("got %t, %v", ok, err)
		}
	}
	if took := time.Since(start); took > 20*c.patience {
		t.Errorf("100 checks took %s, want about the time of one", took)
	}
	if ok, err := hasUser(); !ok || err != nil {
		t.Errorf("got %t, %v for what is at hand", ok, err)
	}
	if n := cloud.Calls("listNotificationIntegrations"); n != 1 {
		t.Errorf("got %d calls", n)
	}
}
