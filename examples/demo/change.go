package main

import (
	"fmt"
	"strings"
)

// patched returns text after a unified diff of it. Hunks are found by what they say, not by their line numbers.
func patched(text, diff string) (string, error) {
	for _, hunk := range strings.Split("\n"+diff, "\n@@")[1:] {
		_, body, _ := strings.Cut(hunk, "\n")
		var before, after strings.Builder
		for line := range strings.Lines(strings.TrimSuffix(body, "\n") + "\n") {
			if line[0] != '+' {
				before.WriteString(line[1:])
			}
			if line[0] != '-' {
				after.WriteString(line[1:])
			}
		}
		if n := strings.Count(text, before.String()); n != 1 {
			return "", fmt.Errorf("the hunk @@%s fits %d places, want one", hunk, n)
		}
		text = strings.Replace(text, before.String(), after.String(), 1)
	}
	return text, nil
}
