package routes_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

// TestAccPulls makes each pull request with the real CLI, and compares what is said of it with the golden files. The plan
// itself is kept too, for the tests without a CLI.
func TestAccPulls(t *testing.T) {
	t.Parallel()
	for name, pull := range pulls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": secrets + pull.before, "team/main.tf": team, "duty/main.tf": duty, "paged/main.tf": paged}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.Write("main.tf", secrets+pull.after)
			if strings.Contains(pull.after, "module ") {
				cli.MustRun("get")
			}
			cli.MustRun("plan", "-no-color", "-out=tfplan")
			plan := cli.MustRun("show", "-json", "-no-color", "tfplan")
			plan = plan[strings.Index(plan, "{"):]
			if acctest.Updating() {
				if err := os.WriteFile(planFile(name), []byte(plan), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, name, []byte(plan))
		})
	}
}

// TestPulls compares what is said of the kept plans with the golden files.
func TestPulls(t *testing.T) {
	for name := range pulls {
		t.Run(name, func(t *testing.T) {
			plan, err := os.ReadFile(planFile(name))
			if err != nil {
				t.Fatal(err)
			}
			for _, canary := range canaries {
				if !bytes.Contains(plan, []byte(canary)) {
					t.Errorf("the plan does not hold %s: the test would show nothing", canary)
				}
			}
			compare(t, name, plan)
		})
	}
}

func planFile(name string) string { return filepath.Join("testdata", "plans", name+".json") }

func compare(t *testing.T, name string, plan []byte) {
	t.Helper()
	change, err := routes.ReadPlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	report := routes.NewReport(change, nil)
	for kind, format := range map[string]func(io.Writer) error{"text": report.Text, "markdown": report.Markdown, "json": report.JSON} {
		var out bytes.Buffer
		if err := format(&out); err != nil {
			t.Fatal(err)
		}
		for _, canary := range canaries {
			if strings.Contains(out.String(), canary) {
				t.Errorf("the %s shows %s", kind, canary)
			}
		}
		acctest.Golden(t, "pulls/"+name+"_"+kind, out.String())
	}
}
