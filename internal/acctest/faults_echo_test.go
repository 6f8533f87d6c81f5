package acctest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// TestFaults_echo lets a server repeat all that it was sent, in each encoding it may use: in the code, the message and the trace id of
// a refusal, and in the result of a test event. No log, no diagnostic and no result shows a secret in any of them.
func TestFaults_echo(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(receiver.Close)
	var cases sync.WaitGroup
	room := make(chan struct{}, 8)
	for _, s := range subjects {
		statuses := []int{http.StatusBadRequest, http.StatusUnauthorized}
		if s.kind == testType {
			statuses = append(statuses, http.StatusOK)
		}
		for _, status := range statuses {
			for _, encoding := range emulator.Encodings() {
				cases.Go(func() {
					room <- struct{}{}
					defer func() { <-room }()
					t.Run(fmt.Sprintf("%s/%s/%d/%s", s.kind, s.verb, status, encoding.Name), func(t *testing.T) {
						newFaultCase(t, s, fault{}, receiver.URL).echo(status, encoding)
					})
				})
			}
		}
	}
	cases.Wait()
}

// echo makes the case's call with a server that repeats what it is sent, and refuses it with the status unless that is 200.
func (c *faultCase) echo(status int, encoding emulator.Encoding) {
	prior := Stored{}
	if c.verb != "create" {
		prior = c.made("old")
	}
	c.cloud.SetQuirks(emulator.Quirks{emulator.Echo: encoding.Name})
	if status != http.StatusOK {
		c.cloud.FailNext(c.call, emulator.Fault{Status: status})
	}
	state, diagnostics := c.attempt(c.phase(), prior, emulator.Fault{})
	if got := failed(diagnostics); got != (status != http.StatusOK) {
		c.t.Errorf("got the diagnostics %s", describe(diagnostics))
	}
	shown := c.log.String() + allOf(diagnostics)
	if c.kind == testType && state.Value != nil {
		shown += string(state.Value.MsgPack)
	}
	basic := base64.StdEncoding.EncodeToString([]byte(c.cloud.KeyID() + ":" + c.cloud.KeySecret()))
	for _, secret := range []string{c.kept, c.writeOnly, c.cloud.KeyID(), c.cloud.KeySecret(), basic} {
		if strings.Contains(shown, encoding.Encode(secret)) || strings.Contains(shown, secret) {
			c.t.Errorf("the %s is shown", secret)
		}
	}
}

func allOf(diagnostics []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		b.WriteString(d.Summary + "\n" + d.Detail + "\n")
	}
	return b.String()
}
