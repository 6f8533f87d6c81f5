package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// The three lines lead to an emulator that answers, with the example for a seed, until it is told to stop.
func TestRun(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stdout, written := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"--addr", "127.0.0.1:0", "--seed", "seed.example.json", "--api-key-secret", "it's"}, written, &stderr)
		_ = written.Close()
	}()
	lines := bufio.NewScanner(stdout)
	env := environment(lines)
	more := make(chan bool, 1)
	go func() { more <- lines.Scan() }()
	if env["SODA_API_KEY_ID"] != emulator.DefaultAPIKeyID || env["SODA_API_KEY_SECRET"] != `'it'\''s'` || env["SODA_CLOUD_HOST"] == "" {
		t.Fatalf("got environment %v (%s)", env, stderr.String())
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, env["SODA_CLOUD_HOST"]+"/api/v1/notificationRules", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(emulator.DefaultAPIKeyID, "it's")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if !strings.Contains(string(body), "Finance tags to the webhook") {
		t.Errorf("got %s, want the rules of the seed", body)
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("got %v after the end, want nil", err)
	}
	if <-more {
		t.Errorf("got %q after the three lines, which a shell would run", lines.Text())
	}
	if page := "url=" + env["SODA_CLOUD_HOST"] + "/\n"; !strings.Contains(stderr.String(), page) {
		t.Errorf("got log %s, want %s", stderr.String(), page)
	}
	if got := stderr.String(); !strings.Contains(got, "path=/api/v1/notificationRules") || strings.Contains(got, "it's") {
		t.Errorf("got log %s, want the request and no secret", got)
	}
}

// environment reads the three lines that the program prints.
func environment(lines *bufio.Scanner) map[string]string {
	env := map[string]string{}
	for len(env) < 3 && lines.Scan() {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		env[name] = value
	}
	return env
}

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		args string
		want emulator.Options
	}{
		"no flag": {"", emulator.Options{
			Addr: "127.0.0.1:8089", APIKeyID: emulator.DefaultAPIKeyID, APIKeySecret: emulator.DefaultAPIKeySecret, DeleteDelay: 2 * time.Second,
		}},
		"the defaults by name": {"--limits published --integrations=on --header-values return", emulator.Options{
			Addr: "127.0.0.1:8089", APIKeyID: emulator.DefaultAPIKeyID, APIKeySecret: emulator.DefaultAPIKeySecret, DeleteDelay: 2 * time.Second,
		}},
		"every flag": {
			"--addr 127.0.0.1:1 --limits x10 --delete-delay 1s --latency 5ms --integrations=off --header-values mask --api-key-id i --api-key-secret s --quirks trim,clock-skew=1h --fail 503:10% --fail html:listUsers",
			emulator.Options{
				Addr: "127.0.0.1:1", APIKeyID: "i", APIKeySecret: "s", Limits: 10, DeleteDelay: time.Second,
				Latency: 5 * time.Millisecond, NoIntegrations: true, HeaderValues: emulator.HeaderValuesMask,
				Failures: []emulator.Failure{
					{Fault: emulator.Fault{Status: 503}, Percent: 10},
					{Fault: emulator.Fault{Kind: emulator.NotJSON}, Percent: 100, Operation: "listUsers"},
				},
				Quirks: emulator.Quirks{emulator.Trim: "", emulator.ClockSkew: "1h"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, _, err := parse(strings.Fields(tc.args), io.Discard)
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v (%v), want %+v", got, err, tc.want)
			}
		})
	}
}

func TestParse_refuses(t *testing.T) {
	for args, want := range map[string]string{
		"--limits slow":        "x10",
		"--integrations=maybe": "on, off",
		"--header-values=hide": "return, mask, omit",
		"--fail=slow":          "reset-before",
		"--quirks=sloth":       "clock-skew",
		"serve":                `"serve"`,
	} {
		if _, _, _, err := parse(strings.Fields(args), io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", args, err, want)
		}
	}
}

func TestParse_help(t *testing.T) {
	var help strings.Builder
	if _, _, _, err := parse([]string{"--help"}, &help); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v, want the help", err)
	}
	for _, want := range []string{"http://127.0.0.1:8089/", "-seed file", "-header-values", "conflict-400*: Duplicate names"} {
		if !strings.Contains(help.String(), want) {
			t.Errorf("the help does not have %q:\n%s", want, help.String())
		}
	}
}
