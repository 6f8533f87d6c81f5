package main

import (
	"fmt"
	"slices"
	"strings"
)

// changed returns the lines of a plan that show a changed value, sorted, without indentation and alignment. Lines that
// only lead to one, such as "~ headers = {", are left out, and so are write-only attributes: OpenTofu shows each of them in
// every update, set or not.
func changed(plan string) []string {
	_, actions, _ := strings.Cut(plan, "will perform the following actions:") // before it stand the legend and the reading
	actions, _, _ = strings.Cut(actions, "\nPlan: ")
	var lines []string
	for line := range strings.Lines(actions) {
		words := strings.Fields(line)
		if len(words) < 2 || !slices.Contains([]string{"~", "+", "-", "-/+", "+/-"}, words[0]) {
			continue
		}
		if last := words[len(words)-1]; last != "{" && last != "[" && !strings.HasSuffix(line, "= (write-only attribute)\n") {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

// changesOnly fails unless the plan changes exactly these values.
func changesOnly(plan string, want ...string) error {
	slices.Sort(want)
	if got := changed(plan); !slices.Equal(got, want) {
		return fmt.Errorf("the plan changes\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	return nil
}
