package soda

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What a server can answer. `go test ./internal/soda -fuzz FuzzPage` looks for more of it; plain tests try the seeds.

// answering returns a client that gets the same answer to each attempt, without a network.
func answering(status int, contentType string, body []byte) *Client {
	none := 0
	c := New(Config{APIKeyID: "id", APIKeySecret: "key", MaxRetries: &none, Lag: new(time.Millisecond)})
	c.wire = roundTripper(func(req *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {contentType}, "Retry-After": {"0"}}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: req}, nil
	})
	return c
}

// FuzzPage: what is taken for a list is one, as far as its answer says; and nothing that a list call answers says that an
// object does not exist.
func FuzzPage(f *testing.F) {
	for _, body := range []string{
		`{"content":[],"number":0,"totalElements":0,"totalPages":0,"size":1000,"first":true,"last":true}`,
		`{"content":[{"id":"r","name":"n","filter":{"type":"not","expression":{"type":"new"}},"recipients":null}],"number":0,"totalElements":1,"totalPages":1}`,
		`{"content":[{"id":"w","name":"n","url":"u","headers":[{"name":"A"}],"scopes":null,"hasSecret":true}],"number":0,"totalElements":1,"totalPages":1}`,
		`{"content":[{"id":"a"},{"id":"a"}],"number":0,"totalElements":2,"totalPages":1}`,
		`{"content":[null],"number":0,"totalElements":1,"totalPages":1}`,
		`{"content":[{"id":"a"}],"number":0,"totalElements":9223372036854775807,"totalPages":9223372036854775807}`,
		`{"content":[],"number":0,"totalElements":0}`, `{"number":0,"totalElements":0,"totalPages":0}`, `{}`, `[]`, `null`, ` `, `<html>`, `{"content":[`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rules, err := answering(http.StatusOK, "application/json", body).Rules(t.Context())
		expectList(t, body, len(rules), err)
		webhooks, err := answering(http.StatusOK, "application/json", body).Webhooks(t.Context())
		expectList(t, body, len(webhooks), err)
		if _, err := answering(http.StatusOK, "application/json", body).Rule(t.Context(), "nobody"); err == nil || IsNotFound(err) && !isPage(body) {
			t.Errorf("got %v of %q", err, body)
		}
	})
}

func expectList(t *testing.T, body []byte, got int, err error) {
	t.Helper()
	if IsNotFound(err) {
		t.Errorf("%q: got %v", body, err)
	}
	if err == nil && (!isPage(body) || got != len(decoded(body).Content)) {
		t.Errorf("%q was taken for a list of %d", body, got)
	}
}

// anyPage is a page as its JSON has it, whatever is in the list.
type anyPage struct {
	Content                           []any
	Number, TotalElements, TotalPages *int
}

func decoded(body []byte) (p anyPage) {
	_ = json.Unmarshal(body, &p) // what cannot be read is no page
	return p
}

func isPage(body []byte) bool {
	p := decoded(body)
	return p.Content != nil && p.Number != nil && *p.Number == 0 && p.TotalPages != nil && p.TotalElements != nil && *p.TotalElements == len(p.Content)
}

// FuzzWritten: an update succeeds only with an object that has an id, in an answer of success that is JSON.
func FuzzWritten(f *testing.F) {
	for _, seed := range []struct {
		status            int
		contentType, body string
	}{
		{200, "application/json", `{"id":"r","name":"n","createdAt":"2026-01-02T03:04:05Z","filter":{"type":"and","expressions":[]}}`},
		{201, "application/json", ``}, {200, "text/html", `<html>`}, {200, "application/json", `{"id":1}`},
		{200, "application/json", `{"id":"r","createdAt":"yesterday"}`}, {204, "", ``}, {302, "", ``}, {409, "application/json", `{"message":"taken"}`},
	} {
		f.Add(seed.status, seed.contentType, []byte(seed.body))
	}
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		if status == http.StatusTooManyRequests {
			return // waited out many times
		}
		c := answering(status, contentType, body)
		if stored, err := c.UpdateRule(t.Context(), "r", aRule, nil); err == nil {
			aRule.Differences(*stored)
			expectWritten(t, status, body, stored.ID)
		}
		if stored, err := c.UpdateWebhook(t.Context(), "w", aWebhook, nil); err == nil {
			aWebhook.Differences(*stored)
			expectWritten(t, status, body, stored.ID)
		}
	})
}

func expectWritten(t *testing.T, status int, body []byte, id string) {
	t.Helper()
	if status < 200 || status > 299 || id == "" || !json.Valid(body) {
		t.Errorf("%d %q was taken for an object with the id %q", status, body, id)
	}
}

// FuzzErrorBody: whatever a refusal says, no secret of the request is in what is made of it, and only a 404 that is about the
// object says that there is none.
func FuzzErrorBody(f *testing.F) {
	const token, signing = "tok-\"4f1c\"", "sign-77aa"
	for _, seed := range []struct {
		status            int
		contentType, body string
	}{
		{400, "application/json", `{"code":"bad","message":"got Bearer tok-\"4f1c\" and sign-77aa"}`},
		{404, "application/json", `{"message":"no such webhook"}`}, {404, "text/html; charset=utf-8", `<html>`}, {401, "", ``},
		{500, "application/json", `{"code":{"a":1}}`}, {403, "application/json", `null`}, {409, "application/json", `{"message":"\ud800"}`},
	} {
		f.Add(seed.status, seed.contentType, []byte(seed.body))
	}
	c := New(Config{})
	c.Learn(WebhookInput{Secret: new(signing), Headers: []Header{{Name: "Authorization", Value: new("Bearer " + token), Secret: true}}}.secrets()...)
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		resp := &response{status: status, header: http.Header{"Content-Type": {contentType}}, path: "/x", body: body}
		err := c.newError(updateWebhook, resp, nil)
		for _, secret := range []string{token, signing, `tok-\"4f1c\"`} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, which holds %s", err, secret)
			}
		}
		if IsNotFound(err) && (status != http.StatusNotFound || resp.html()) {
			t.Errorf("%d %q is not about the object", status, contentType)
		}
		if IsNotFound(err) && IsNotOffered(err) {
			t.Errorf("%d %q is either about the object or about the call", status, contentType)
		}
	})
}

// FuzzHeaders: no Retry-After holds calls back for less than nothing, and no RateLimit-Policy lifts the published limit.
func FuzzHeaders(f *testing.F) {
	for _, seed := range [][2]string{
		{"1", `"create";q=10;w=60`}, {"Sun, 06 Nov 1994 08:49:37 GMT", `"a";q=1;w=1, "b";q=2;w=2`}, {"-1", `"a";q=-1;w=0`},
		{"99999999999999999999", `"a";q=999999999999999;w=300`}, {"1.5", `a`}, {"", ``}, {"Fri, 31 Dec 9999 23:59:59 GMT", `"a";q=5;w=120`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, retry, policy string) {
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		header := http.Header{"Retry-After": {retry}, "Ratelimit-Policy": {policy}}
		if got := retryAfter(header, now, rateWindow); got < 0 {
			t.Errorf("Retry-After %q: got %s", retry, got)
		}
		w := newPacer(false).window(createRule)
		w.learn(&response{status: http.StatusTooManyRequests, header: header}, now)
		if w.limit < 1 || w.limit > createRule.requests || w.span < rateWindow || w.span > maxHold || w.held.Sub(now) > maxHold {
			t.Errorf("%q, %q: got %d in %s, held for %s", retry, policy, w.limit, w.span, w.held.Sub(now))
		}
	})
}

// FuzzRuleInput: what is read of a rule is written, and read again, as the same.
func FuzzRuleInput(f *testing.F) {
	for _, body := range []string{
		`{"name":"n","ruleType":"check","status":"active","recipients":[{"type":"email","email":"a@example.com","triggers":[{"type":"testResultLevel","level":"critical"}]}]}`,
		`{"name":"n","filter":{"type":"in","field":{"field":"datasetTags"},"values":["a","b"]},"customization":{"type":"rich"},"recipients":[]}`,
		`{"filter":{"type":"like","field":{"field":"new"},"value":1.50},"recipients":[{"type":"pager","triggers":[{"type":"when"}]}]}`,
		`{"name":"\u0000\ud800","filter":null,"recipients":null}`, `{}`, `null`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var first, second RuleInput
		if json.Unmarshal(body, &first) != nil {
			return
		}
		written, err := json.Marshal(first)
		if err == nil {
			err = json.Unmarshal(written, &second)
		}
		if err != nil {
			t.Fatalf("%+v became %s: %v", first, written, err)
		}
		if again, err := json.Marshal(second); err != nil || !bytes.Equal(again, written) || !reflect.DeepEqual(first, second) {
			t.Errorf("%s became %s: %v", written, again, err)
		}
		if fields := first.Differences(Rule{RuleInput: second}); len(fields) > 0 {
			t.Errorf("%s differs from itself in %v", written, fields)
		}
	})
}
