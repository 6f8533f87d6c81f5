package routes_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

// The page needs nothing else, shows each rule in both groupings, and takes nothing in a name for markup.
func TestReport_HTML(t *testing.T) {
	plan, err := os.ReadFile(planFile("recipient_moved"))
	if err != nil {
		t.Fatal(err)
	}
	plan = bytes.ReplaceAll(plan, []byte("dq@example.com"), []byte("<script>alert(1)</script>@example.com"))
	c, err := routes.ReadPlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := routes.NewReport(c, nil).HTML(&out, c.After); err != nil {
		t.Fatal(err)
	}
	html := out.String()
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
