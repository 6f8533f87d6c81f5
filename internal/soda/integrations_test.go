package soda

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// paths returns the paths that were called after the first so many requests.
func paths(cloud *emulator.Server, after int) (called []string) {
	for _, r := range cloud.Requests()[after:] {
		called = append(called, r.Path)
	}
	return called
}

// The list is looked for at each candidate once for the process, said once, and looked for anew when it has moved.
func TestClient_integrationsElsewhere(t *testing.T) {
	t.Parallel()
	for i, path := range NotificationIntegrationsPaths {
		cloud, first := newCloud(t, func(o *emulator.Options) { o.Quirks = emulator.Quirks{emulator.IntegrationsPath: path} })
		if err := cloud.Seed(emulator.Organization{Integrations: []emulator.Integration{{ID: "i", Type: "slack", Name: "data"}}}); err != nil {
			t.Fatal(err)
		}
		var said []any
		next := func() *Client {
			c := impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
			c.config.LogInfo = func(_ context.Context, _ string, fields map[string]any) { said = append(said, fields["path"]) }
			return c
		}
		first.config.LogInfo = next().config.LogInfo
		for turn, c := range []*Client{first, next()} { // two phases of one process
			before := len(cloud.Requests())
			all, err := c.Integrations(t.Context())
			if err != nil || len(all) != 1 || all[0].ID != "i" {
				t.Fatalf("%s: got %v, %v", path, all, err)
			}
			want := [][]string{NotificationIntegrationsPaths[:i+1], {path}}[turn]
			if got := paths(cloud, before); !slices.Equal(got, want) {
				t.Errorf("%s: got calls of %v in phase %d, want %v", path, got, turn, want)
			}
		}
		if len(said) != 1 || said[0] != path {
			t.Errorf("%s: got %v in the log, want the path once", path, said)
		}
		cloud.SetQuirks(emulator.Quirks{emulator.IntegrationsPath: NotificationIntegrationsPaths[(i+1)%3]})
		if _, err := next().Integrations(t.Context()); err != nil {
			t.Errorf("%s: moved: %v", path, err)
		}
	}
}

// Only what says that the list is not there leads on to the next candidate.
func TestClient_integrationsNowhere(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		body   string
		calls  int
	}{
		"unknown path":         {404, "", 3},
		"an item's path":       {405, "", 3},
		"an id that is none":   {400, `{"message":"not a UUID"}`, 3},
		"a web page":           {200, "<html>", 3},
		"another kind of list": {200, `{"integrations":[]}`, 3},
		"a refused key":        {401, "", 1},
		"no permission":        {403, "", 1},
		"a broken server":      {500, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.body))
			})
			c := impatient("http://127.0.0.1:1", "id", "secret")
			c.wire = served(handler)
			_, err := c.Integrations(t.Context())
			missing, ok := errors.AsType[*NoIntegrationListError](err)
			if ok != (tc.calls == 3) || calls != tc.calls {
				t.Errorf("got %v after %d calls, want %d", err, calls, tc.calls)
			}
			if ok && (len(missing.Tried) != 3 || !strings.Contains(err.Error(), NotificationIntegrationsPaths[2])) {
				t.Errorf("got %v, want all paths in it", err)
			}
		})
	}
}

// A path that is configured is the only one.
func TestClient_integrationsConfigured(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t, func(o *emulator.Options) { o.Quirks = emulator.Quirks{emulator.IntegrationsPath: "/api/v9/hooks"} })
	c.config.NotificationIntegrationsPath = "/api/v9/hooks"
	if all, err := c.Integrations(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("got %v, %v", all, err)
	}
	cloud.SetQuirks(nil)
	other := impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
	other.config.NotificationIntegrationsPath = "/api/v9/hooks"
	_, err := other.Integrations(t.Context())
	if missing, ok := errors.AsType[*NoIntegrationListError](err); !ok || !missing.Configured || len(missing.Tried) != 1 {
		t.Errorf("got %v, want the configured path alone to be tried", err)
	}
}
