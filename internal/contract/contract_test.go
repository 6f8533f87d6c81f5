package contract_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

func TestOperations(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range contract.Operations() {
		if o.ID == "" || o.Summary == "" || seen[o.ID] {
			t.Errorf("%s %s: id %q must be there once and have a summary", o.Method, o.Path, o.ID)
		}
		seen[o.ID] = true
		if o.Requests <= 0 || o.Window < time.Second {
			t.Errorf("%s: got rate limit %d in %s, want one", o.ID, o.Requests, o.Window)
		}
		switch o.Status {
		case contract.Published, contract.Inferred, contract.Contract:
		default:
			t.Errorf("%s: got x-status %q", o.ID, o.Status)
		}
		if o.Method != http.MethodGet && o.Permission == "" {
			t.Errorf("%s writes, so it needs x-permission", o.ID)
		}
	}
}

func TestRoute(t *testing.T) {
	for name, tc := range map[string]struct {
		method, target string
		id, param      string
	}{
		"collection":              {"GET", "/api/v1/notificationRules?page=0", "listNotificationRules", ""},
		"item":                    {"POST", "/api/v1/notificationRules/r-1", "updateNotificationRule", "r-1"},
		"slash in an id":          {"DELETE", "/api/v1/notificationRules/a%2Fb", "deleteNotificationRule", "a/b"},
		"no get by id":            {"GET", "/api/v1/notificationRules/r-1", "", ""},
		"unknown path":            {"GET", "/api/v2/notificationRules", "", ""},
		"an id must not be empty": {"DELETE", "/api/v1/notificationRules/", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			call, err := contract.Route(httptest.NewRequest(tc.method, tc.target, nil))
			if tc.id == "" {
				if !errors.Is(err, contract.ErrNoOperation) {
					t.Fatalf("got %v, want ErrNoOperation", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if call.Operation.ID != tc.id {
				t.Errorf("got operation %q, want %q", call.Operation.ID, tc.id)
			}
			for _, got := range call.Params {
				if got != tc.param {
					t.Errorf("got parameter %q, want %q", got, tc.param)
				}
			}
		})
	}
}

const rule = `{"name":"r","ruleType":"check","recipients":[],"filter":%s}`

func TestValidateRequest(t *testing.T) {
	webhooks := "/api/v1/integrations/webhooks"
	for name, tc := range map[string]struct {
		method, target, body string
		want                 string // part of the error, empty for none
	}{
		"page size in bounds":      {"GET", "/api/v1/notificationRules?size=1000", "", ""},
		"page size out of bounds":  {"GET", "/api/v1/notificationRules?size=1001", "", `parameter "size"`},
		"page below zero":          {"GET", "/api/v1/notificationRules?page=-1", "", `parameter "page"`},
		"a deep filter":            {"POST", "/api/v1/notificationRules", strings.Replace(rule, "%s", `{"type":"and","expressions":[{"type":"not","expression":{"type":"equals","field":{"field":"checkId"},"value":"v"}}]}`, 1), ""},
		"a wrong field, deep":      {"POST", "/api/v1/notificationRules", strings.Replace(rule, "%s", `{"type":"and","expressions":[{"type":"equals","field":{"field":"checkID"},"value":"v"}]}`, 1), "/filter/expressions/0/field/field"},
		"a secret may be null":     {"POST", webhooks, `{"name":"w","url":"https://x.example","scopes":[],"secret":null}`, ""},
		"a key nobody knows":       {"POST", webhooks, `{"name":"w","url":"https://x.example","scopes":[],"colour":"red"}`, "colour"},
		"a scope twice":            {"POST", webhooks, `{"name":"w","url":"https://x.example","scopes":["incidents","incidents"]}`, "/scopes"},
		"a header needs its value": {"POST", webhooks, `{"name":"w","url":"https://x.example","scopes":[],"headers":[{"name":"A"}]}`, "/headers/0"},
		"no body":                  {"POST", webhooks, ``, "required"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(tc.method, tc.target, strings.NewReader(tc.body))
			r.Header.Set("Content-Type", "application/json")
			call, err := contract.Route(r)
			if err != nil {
				t.Fatal(err)
			}
			err = call.ValidateRequest(t.Context())
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got error %v, want one with %q", err, tc.want)
			}
		})
	}
}

// A validation error is shown to whoever reads the emulator's log, so it must not repeat a header's value.
func TestValidateRequest_hidesValues(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/integrations/webhooks",
		strings.NewReader(`{"name":"w","url":"https://x.example","scopes":[],"headers":[{"name":"A","value":{"canary":"s3cret"}}]}`))
	r.Header.Set("Content-Type", "application/json")
	call, err := contract.Route(r)
	if err != nil {
		t.Fatal(err)
	}
	err = call.ValidateRequest(t.Context())
	if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "/headers/0/value") {
		t.Errorf("got %v, want an error that names the place and not the value", err)
	}
}

func TestQuery(t *testing.T) {
	call, err := contract.Route(httptest.NewRequest(http.MethodGet, "/api/v1/notificationRules?page=3", nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"page": "3", "size": "10", "search": ""} {
		if got := call.Query(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestValidateResponse(t *testing.T) {
	call, err := contract.Route(httptest.NewRequest(http.MethodGet, "/api/v1/users", nil))
	if err != nil {
		t.Fatal(err)
	}
	page := `"first":true,"last":true,"number":0,"size":10,"totalElements":1,"totalPages":1`
	for name, tc := range map[string]struct {
		status int
		body   string
		valid  bool
	}{
		"a page":             {200, `{` + page + `,"content":[{"userId":"u","email":"a@example.com"}]}`, true},
		"a user without id":  {200, `{` + page + `,"content":[{"email":"a@example.com"}]}`, false},
		"a page of nothing":  {200, `{"content":[]}`, false},
		"an error":           {404, `{"code":"not_found","message":"gone"}`, true},
		"an error, mistyped": {404, `{"message":1}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := call.ValidateResponse(t.Context(), tc.status, http.Header{"Content-Type": {"application/json"}}, []byte(tc.body))
			if (err == nil) != tc.valid {
				t.Errorf("got %v, want valid %t", err, tc.valid)
			}
		})
	}
}

// Each response says how much is known of it, an error for each of its codes.
func TestDocument_statusOfResponses(t *testing.T) {
	raw, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type response struct {
		Status      any    `yaml:"x-status"`
		Ref         string `yaml:"$ref"`
		Description string
	}
	var document struct {
		Paths      map[string]map[string]struct{ Responses map[string]response }
		Components struct{ Responses map[string]response }
	}
	_ = yaml.Unmarshal(raw, &document) // an error for the parameters of a path, which are no call; the count below is for all others
	count := 0
	known := []any{string(contract.Published), string(contract.Inferred), string(contract.Contract)}
	for path, calls := range document.Paths {
		for method, call := range calls {
			count += len(call.Responses)
			for code, r := range call.Responses {
				if !slices.Contains(known, r.Status) && r.Ref == "" {
					t.Errorf("%s %s %s: got x-status %v", method, path, code, r.Status)
				}
			}
		}
	}
	codes, _ := document.Components.Responses["Error"].Status.(map[string]any)
	for code, status := range codes {
		if !slices.Contains(known, status) || !strings.Contains(document.Components.Responses["Error"].Description, code) {
			t.Errorf("Error %s: got x-status %v", code, status)
		}
	}
	if want := 2 * len(contract.Operations()); count != want {
		t.Errorf("got %d responses, want %d", count, want)
	}
	if len(codes) != 7 {
		t.Errorf("got x-status for %d codes of errors, want 7", len(codes))
	}
}
