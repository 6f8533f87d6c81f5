package contract_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

func TestCall_Differences(t *testing.T) {
	t.Parallel()
	page := func(items string) string {
		return `{"content":[` + items + `],"first":true,"last":true,"number":0,"size":10,"totalElements":1,"totalPages":1}`
	}
	for name, tc := range map[string]struct {
		path   string
		status int
		body   string
		want   string
	}{
		"none":             {"notificationRules", 200, page(`{"id":"r","ruleType":"check","recipients":[]}`), "[]"},
		"an unknown value": {"notificationRules", 200, page(`{"ruleType":"SECRET"},{"ruleType":"SECRET2"}`), "[{content[].ruleType unknown value}]"},
		"deep ones": {
			"notificationRules", 200, page(`{"filter":{"type":"not","expression":{"type":"near","x":1}},"recipients":[{"type":"fax","triggers":[]}]}`),
			"[{content[].filter.expression.type unknown value} {content[].filter.expression.x unknown field} {content[].recipients[].type unknown value}]",
		},
		"missing and of another type": {
			"users", 200, `{"content":[{"email":1}],"number":"0"}`,
			"[{content[].email not of type string} {content[].userId missing} {first missing} {last missing} {number not of type integer} {size missing} {totalElements missing} {totalPages missing}]",
		},
		"null":               {"notificationRules", 200, page(`{"name":null}`), "[{content[].name null}]"},
		"keys that are data": {"datasets", 200, page(`{"id":"d","name":"n","cloudUrl":"u","checks":0,"incidents":0,"healthStatus":1,"attributes":{"SECRET":1}}`), "[]"},
		"unknown keys":       {"notificationRules", 200, page(`{"tag":{"a b":1},"dq@example.com":1}`), "[{content[].(a key) unknown field} {content[].tag unknown field}]"},
		"not a date":         {"notificationRules", 200, page(`{"createdAt":"SECRET"}`), "[{content[].createdAt format}]"},
		"another status":     {"notificationRules", 206, page(``), "[{ status 206 is not in the contract}]"},
		"no body":            {"notificationRules", 200, "", "[{ no body}]"},
		"no JSON":            {"notificationRules", 200, "<SECRET>", "[{ not JSON}]"},
	} {
		t.Run(name, func(t *testing.T) {
			call, err := contract.Route(httptest.NewRequest(http.MethodGet, "/api/v1/"+tc.path, nil))
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprint(call.Differences(tc.status, http.Header{"Content-Type": {"application/json"}}, []byte(tc.body)))
			if got != tc.want || strings.Contains(got, "SECRET") {
				t.Errorf("got %s\nwant %s", got, tc.want)
			}
		})
	}
}
