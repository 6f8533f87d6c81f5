package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The guide shows what the program prints, and its cases hold.
func TestGuide(t *testing.T) {
	raw, err := os.ReadFile("../../templates/guides/review-who-is-notified.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	guide := string(raw)
	for _, name := range []string{"recipient_moved", "refactoring"} {
		var out bytes.Buffer
		run([]string{"diff", plans + name + ".json"}, nil, &out, &out)
		if !strings.Contains(guide, "```text\n"+out.String()+"```") {
			t.Errorf("the guide does not show\n%s", out.String())
		}
	}
	cases := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(guide)
	var out bytes.Buffer
	if status := run([]string{"test", file(t, cases[1]), "--plan", plans + "new_rule.json"}, nil, &out, &out); status != 0 {
		t.Errorf("the guide's cases: got status %d\n%s", status, out.String())
	}
	checks := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(guide)
	out.Reset()
	if status := run([]string{"coverage", plans + "new_rule.json", "--checks", file(t, checks[1])}, nil, &out, &out); status != 0 {
		t.Errorf("the guide's catalogue: got status %d\n%s", status, out.String())
	}
}
