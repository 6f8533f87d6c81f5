package main

import (
	"slices"
	"strings"
	"testing"
)

// change.diff is written by hand, so that it reads like a pull request; it has to fit main.tf.
func TestPatched(t *testing.T) {
	t.Parallel()
	got, err := patched(configuration, change)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`value = "` + teamAfter + `"`, `equals = "` + severityAfter + `"`, `"` + newScope + `"]`} {
		if strings.Contains(configuration, want) || strings.Count(got, want) != 1 {
			t.Errorf("got %s\nwant %s once, and not before", got, want)
		}
	}
}

func TestPatched_refuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"another text":   "d\n",
		"two places fit": "a\nb\na\nb\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := patched(text, "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"); err == nil {
				t.Errorf("got %q, want an error", got)
			}
		})
	}
}

func TestChanged(t *testing.T) {
	t.Parallel()
	got := changed(`
  ~ update in-place

Terraform will perform the following actions:

  # soda_webhook_integration.pager will be updated in-place
  ~ resource "soda_webhook_integration" "pager" {
      ~ headers = {
          ~ "X-Team" = {
              ~ secret_wo = (write-only attribute)
              ~ value     = "a" -> "b"
            },
          - "X-Old"  = {
              - value = "c" -> null
            },
        }
        name    = "pager"
      ~ scopes  = [
          + "incidents",
        ]
    }

Plan: 0 to add, 1 to change, 0 to destroy.

Changes to Outputs:
  ~ webhook_id = "d" -> "e"
`)
	want := []string{`+ "incidents",`, `- value = "c" -> null`, `~ value = "a" -> "b"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
