package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// warehouse has checks on one dataset, on two and on none that the key may view, and attributes of every kind.
const warehouse = `
users: [{userId: u-1, email: dana@example.com}]
datasources: [{id: s-1, name: lake, label: Lake}, {id: s-2, name: twin}, {id: s-3, name: twin}]
datasets:
- {id: d-1, name: orders, label: Orders, cloudUrl: x, datasource: {name: lake, label: Lake}, tags: [finance, gold],
   attributes: {domain: sales, teams: [a, b], since: 3}, owners: [{type: user, user: {userId: u-1, email: dana@example.com}}]}
- {id: d-2, name: refunds, cloudUrl: x, datasource: {name: twin, label: Lake}, tags: [finance, gold],
   owners: [{type: userGroup, userGroup: {userGroupId: g-1, name: Finance}}]}
attributes:
- {id: a-1, name: severity, label: S, resourceType: check, type: singleSelect, allowedValues: [low, high]}
- {id: a-2, name: weight, label: W, resourceType: check, type: number}
- {id: a-3, name: domain, label: D, resourceType: dataset, type: text}
- {id: a-4, name: teams, label: T, resourceType: dataset, type: multiSelect}
- {id: a-5, name: since, label: Y, resourceType: dataset, type: number}
checks:
- {id: c-1, name: "rows < 5 & more", metricType: row_count, datasets: [{id: d-1, name: orders}], attributes: {severity: high, weight: "3"}}
- {id: c-2, name: same rows, datasets: [{id: d-1, name: orders}, {id: d-2, name: refunds}]}
- {id: c-3, name: unseen, column: amount, datasets: [{id: d-9, name: hidden}]}
rules:
- name: finance
  ruleType: check
  filter: {type: contains, field: {field: datasetTags}, value: finance}
  recipients: [{type: email, email: dq@example.com, triggers: [{type: testResultLevel, level: critical}]}]
- name: heavy
  ruleType: check
  filter: {type: equals, field: {field: checkResourceAttribute, attributeName: weight}, value: "3"}
  recipients: [{type: email, email: dq@example.com, triggers: [{type: testResultLevel, level: warning}]}]
`

// catalogOf runs the command against a cloud that holds the seed.
func catalogOf(t *testing.T, seed string) (cloud *acctest.Cloud, status int, out, errs string) {
	t.Helper()
	cloud = seeded(t, seed)
	var stdout, stderr bytes.Buffer
	status = run([]string{"catalog"}, strings.NewReader(""), &stdout, &stderr)
	return cloud, status, stdout.String(), stderr.String()
}

// The catalogue has what Soda publishes in the notation of filters, nothing else, and the other commands read it.
func TestRun_catalog(t *testing.T) {
	_, status, out, errs := catalogOf(t, warehouse)
	const want = `{"checks": [
{"name":"rows < 5 & more (orders)","subject":{"checkId":"c-1","checkName":"rows < 5 & more","checkResourceAttribute":{"severity":"high"},` +
		`"datasetId":"d-1","datasetLabel":"Orders","datasetOwnerId":["u-1"],"datasetResourceAttribute":{"domain":"sales","teams":["a","b"]},` +
		`"datasetTags":["finance","gold"],"datasourceId":"s-1","datasourceLabel":"Lake","metricType":"row_count"}},
{"name":"same rows","subject":{"checkId":"c-2","checkName":"same rows","checkResourceAttribute":{"severity":[],"weight":[]},` +
		`"datasetTags":["finance","gold"],"datasourceLabel":"Lake"}},
{"name":"unseen (hidden)","subject":{"checkId":"c-3","checkName":"unseen","checkResourceAttribute":{"severity":[],"weight":[]},"datasetId":"d-9"}}
]}
`
	if status != 0 || out != want {
		t.Errorf("got status %d and\n%s\nwant\n%s", status, out, want)
	}
	for _, note := range []string{
		"3 checks on 2 datasets that the owner of the key may view.\n",
		"and therefore unknown: checkOwnerId, columnId, checkResourceAttribute.weight (number), datasetResourceAttribute.since (number), datasetResourceAttribute.teams (multiSelect).",
	} {
		if !strings.Contains(errs, note) {
			t.Errorf("got %q, want %q", errs, note)
		}
	}
	var covered bytes.Buffer
	status = run([]string{"coverage", "--live", "--checks", file(t, out)}, strings.NewReader(""), &covered, &covered)
	const gaps = "critical: nobody is notified of 0 of 3 checks, and 1 for which it cannot be determined\n" +
		"warning: nobody is notified of 2 of 3 checks, and 1 for which it cannot be determined, such as same rows, unseen (hidden)\n"
	if status != 2 || covered.String() != gaps {
		t.Errorf("got status %d and\n%s\nwant\n%s", status, covered.String(), gaps)
	}
}

// 2,500 checks are three pages, and no list is read twice but for the look at its first page.
func TestRun_catalogPages(t *testing.T) {
	var o emulator.Organization
	for i := range 2500 {
		o.Checks = append(o.Checks, emulator.Check{ID: fmt.Sprint("c-", i), Name: fmt.Sprint("check ", i)})
	}
	seed, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cloud, status, out, errs := catalogOf(t, string(seed))
	if got := strings.Count(out, "\n{"); status != 0 || got != 2500 || !strings.Contains(errs, "2,500 checks on 0 datasets") {
		t.Errorf("got status %d, %d checks, %s", status, got, errs)
	}
	for call, want := range map[string]int{"listChecks": 3, "listDatasets": 1, "listDatasources": 1, "listAttributes": 1} {
		if got := cloud.Calls(call); got != want {
			t.Errorf("%s: got %d calls, want %d", call, got, want)
		}
	}
	for _, request := range cloud.Requests() {
		if request.Status != 200 {
			t.Errorf("got %s %s: %d", request.Method, request.Path, request.Status)
		}
	}
}

// Without one of the lists nothing is written.
func TestRun_catalogFails(t *testing.T) {
	t.Setenv("SODA_MAX_RETRIES", "0")
	for _, list := range []string{"listChecks", "listDatasets", "listDatasources", "listAttributes"} {
		cloud, _, _, _ := catalogOf(t, "checks: []")
		cloud.FailNext(list, emulator.Fault{Status: 403})
		var out, errs bytes.Buffer
		if status := run([]string{"catalog"}, strings.NewReader(""), &out, &errs); status != 1 || out.Len() > 0 || !strings.Contains(errs.String(), "cannot list the ") {
			t.Errorf("%s: got status %d, %q and %q", list, status, out.String(), errs.String())
		}
	}
}
