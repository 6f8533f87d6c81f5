package routes_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

func html(t *testing.T, plan []byte) string {
	t.Helper()
	c, err := routes.ReadPlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := routes.NewReport(c, nil).HTML(&out, c.After); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The page needs nothing else, shows each rule in both groupings, and takes nothing in a name for markup.
func TestReport_HTML(t *testing.T) {
	plan, err := os.ReadFile(planFile("recipient_moved"))
	if err != nil {
		t.Fatal(err)
	}
	plan = bytes.ReplaceAll(plan, []byte("dq@example.com"), []byte("<script>alert(1)</script>@example.com"))
	html := html(t, plan)
	if remote := regexp.MustCompile(`(src|href)=|url\(|@import|fetch\(`).FindString(html); remote != "" {
		t.Errorf("the page refers to something outside it: %q", remote)
	}
	if strings.Contains(html, "<script>alert") {
		t.Error("a name is markup")
	}
	for want, times := range map[string]int{
		`<summary>webhook &#34;pagerduty-data&#34;`: 1, `<summary>datasetTags equals &#34;finance&#34;`: 1, `<summary>any dataset`: 1,
		`<span class="rule">soda_notification_rule.finance</span>`: 2, `<article class="change lost">`: 1,
	} {
		if got := strings.Count(html, want); got != times {
			t.Errorf("got %q %d times, want %d", want, got, times)
		}
	}
	for _, canary := range canaries {
		if strings.Contains(html, canary) {
			t.Errorf("the page shows %s", canary)
		}
	}
}

// What matters most comes first, long lists are folded with their totals, and what cannot be determined says why and of what.
func TestReport_HTML_order(t *testing.T) {
	narrowed, err := os.ReadFile(planFile("narrowed_filter"))
	if err != nil {
		t.Fatal(err)
	}
	unknown, err := os.ReadFile(planFile("unknown_recipients"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		plan []byte
		want []string // in this order
		not  string
	}{
		"few": {narrowed, []string{
			"Nobody is notified any more", "somebody was notified by: soda_notification_rule.finance",
			`<details class="fold" open>`, `Loses notifications <span class="quiet">1 change, 1 recipient<`, "Rules changed: soda_notification_rule.finance<", "Who is notified of what",
		}, "Rules added"},
		"many": {planOf(t, 1000), []string{
			"Nobody is notified any more", `95 more rules</summary>`, `<details class="fold">`, `Loses notifications <span class="quiet">`, "Rules added:", "Who is notified of what",
		}, `<details class="fold" open>`},
		"unknown": {unknown, []string{
			`<article class="change open">`, "check results: critical, perhaps<", "Cannot be determined <", "It cannot be determined: it depends on the recipients of module.finance.soda_notification_rule.team",
			`In question, for example: a check with <code>datasetTags`,
		}, "Loses notifications"},
	} {
		t.Run(name, func(t *testing.T) {
			rest := html(t, tc.plan)
			if strings.Contains(rest, tc.not) {
				t.Errorf("the page shows %q", tc.not)
			}
			for _, want := range tc.want {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Fatalf("want %q in:\n%s", want, rest)
				}
				rest = after
			}
		})
	}
}
