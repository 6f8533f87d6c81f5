package webhook_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const hiddenURL = "https://hooks.example.com/applied-url"

// hidden is a webhook with write-only values only: two headers, the URL and, unless that is empty, the signing secret. version is the
// line of each version, with %s for the attribute, or empty.
func hidden(signing, version, ignored string) string {
	line := func(attribute string) string {
		if version == "" {
			return ""
		}
		return "\n      " + fmt.Sprintf(version, attribute)
	}
	secret := ""
	if signing != "" {
		secret = fmt.Sprintf("secret_wo = %q", signing) + line("secret_wo")
	}
	return heldConfig("incidents", fmt.Sprintf("url_wo = %q%s\n  headers = {\n    \"Authorization\" = {\n      secret_wo = \"applied-token\"%s\n    }\n"+
		"    \"X-Key\" = {\n      secret_wo = \"applied-key\"%s\n    }\n  }\n  %s", hiddenURL, line("url_wo"), line("secret_wo"), line("secret_wo"), secret), ignored)
}

func newHidden(t *testing.T, values emulator.HeaderValues, config string) (*acctest.Cloud, *acctest.CLI) {
	t.Helper()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	cloud.ResetCalls()
	return cloud, cli
}

// byHand are changes that somebody makes in Soda Cloud.
var byHand = map[string]func(w *emulator.Webhook){
	"Authorization": func(w *emulator.Webhook) { w.Headers[headerIndex(w, "Authorization")].Value = "changed-token" },
	"X-Key":         func(w *emulator.Webhook) { w.Headers[headerIndex(w, "X-Key")].Value = "changed-key" },
	"URL":           func(w *emulator.Webhook) { w.URL = "https://hooks.example.com/changed-url" },
}

func restored(cloud *acctest.Cloud) bool {
	return headerOf(cloud, "Authorization") == "applied-token" && headerOf(cloud, "X-Key") == "applied-key" && cloud.Webhooks()[0].URL == hiddenURL
}

var countedUp = regexp.MustCompile(`~ (url|secret)_wo_version += 1 -> 2`)

// expectPlanned expects a plan that writes one value, and shows none.
func expectPlanned(t *testing.T, cli *acctest.CLI, args ...string) {
	t.Helper()
	out, status := cli.Run(append([]string{"plan", "-no-color", "-detailed-exitcode"}, args...)...)
	if status != 2 || len(countedUp.FindAllString(out, -1)) != 1 || strings.Contains(out, "changed-") || strings.Contains(out, "applied-") {
		t.Errorf("got status %d, want one version counted up and no value:\n%s", status, out)
	}
}

// A write-only value that somebody has changed is planned back where Soda Cloud shows it, once, and neither value is printed. A signing
// secret beside it, which Soda Cloud never shows, makes no difference.
func TestAccDrift_writeOnly(t *testing.T) {
	t.Parallel()
	for _, signing := range []string{"", "applied-signature"} {
		for changed, change := range byHand {
			for _, values := range []emulator.HeaderValues{emulator.HeaderValuesReturn, emulator.HeaderValuesMask, emulator.HeaderValuesOmit} {
				t.Run(fmt.Sprintf("%s/%s/%s", signing, changed, values), func(t *testing.T) {
					t.Parallel()
					cloud, cli := newHidden(t, values, hidden(signing, "", ""))
					edit(cloud, change)
					if values != emulator.HeaderValuesReturn && changed != "URL" {
						cli.ExpectEmptyPlan()
						return
					}
					expectPlanned(t, cli)
					edit(cloud, func(w *emulator.Webhook) { // and back
						w.URL = hiddenURL
						w.Headers[headerIndex(w, "Authorization")].Value, w.Headers[headerIndex(w, "X-Key")].Value = "applied-token", "applied-key"
					})
					cli.ExpectEmptyPlan()
					edit(cloud, change)
					expectPlanned(t, cli, "-out=plan.tfplan")
					cli.MustRun("apply", "-no-color", "plan.tfplan")
					if w := cloud.Webhooks()[0]; !restored(cloud) || w.Secret != signing || writes(cloud) != 1 {
						t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), w)
					}
					cli.ExpectEmptyPlan()
					edit(cloud, change) // again, and without a saved plan
					if out := cli.MustRun("apply", "-no-color", "-auto-approve"); !restored(cloud) || strings.Contains(out, "changed-") {
						t.Errorf("the cloud holds %+v:\n%s", cloud.Webhooks()[0], out)
					}
					cli.ExpectEmptyPlan()
				})
			}
		}
	}
}

// Without a plan, a refresh keeps in mind what it has seen: a later plan that does not look again writes the value.
func TestAccDrift_writeOnlyRefreshed(t *testing.T) {
	t.Parallel()
	cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("applied-signature", "", ""))
	edit(cloud, byHand["X-Key"])
	if out := cli.MustRun("apply", "-refresh-only", "-no-color", "-auto-approve"); strings.Contains(out, "changed-") || writes(cloud) != 0 {
		t.Errorf("got %d writes, want none and no value:\n%s", writes(cloud), out)
	}
	expectPlanned(t, cli, "-refresh=false")
	cli.MustRun("apply", "-refresh=false", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if !restored(cloud) || writes(cloud) != 1 {
		t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), cloud.Webhooks()[0])
	}
}

// A version of the user's own holds a value: what somebody changes stays until the version does. So it is with one that takes over from
// the provider's counting.
func TestAccDrift_writeOnlyPinned(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{"from the start": "%s_version = 1", "later": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("applied-signature", first, ""))
			cli.Write("main.tf", hidden("applied-signature", "%s_version = 1", ""))
			cli.ExpectEmptyPlan()
			for _, change := range byHand {
				edit(cloud, change)
				cli.ExpectEmptyPlan()
			}
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if restored(cloud) || writes(cloud) != 0 {
				t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), cloud.Webhooks()[0])
			}
			cli.Write("main.tf", hidden("applied-signature", "%s_version = 2", ""))
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if !restored(cloud) || writes(cloud) != 1 {
				t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), cloud.Webhooks()[0])
			}
		})
	}
}

// What ignore_changes holds stays as somebody has made it, also in an update of something else, until ignore_changes is removed.
func TestAccDrift_writeOnlyIgnored(t *testing.T) {
	t.Parallel()
	const ignored = "headers"
	cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("", "", ignored))
	edit(cloud, byHand["X-Key"])
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.Replace(hidden("", "", ignored), `"incidents"`, `"contracts"`, 1))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if got := headerOf(cloud, "X-Key"); got != "changed-key" || writes(cloud) != 1 {
		t.Errorf("got %d writes, and the cloud holds %q", writes(cloud), got)
	}
	_, hashes := hashesOf(t, cli.Read("terraform.tfstate"))
	if !strings.Contains(string(hashes["header:x-key"]), `"drifted":true`) || hashes["header:authorization"] == nil || hashes["url"] == nil {
		t.Errorf("want a hash of each value, and the change by somebody kept in mind: %s", hashes)
	}
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.Replace(hidden("", "", ""), `"incidents"`, `"contracts"`, 1))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if !restored(cloud) {
		t.Errorf("the cloud holds %+v", cloud.Webhooks()[0])
	}
	cli.ExpectEmptyPlan()
}

// A Soda Cloud that shows values otherwise than they were sent: what comes back says nothing about changes, and the other values are
// still compared.
func TestAccDrift_writeOnlyAltered(t *testing.T) {
	t.Parallel()
	for name, as := range map[string]*strings.Replacer{
		"the URL in another spelling": strings.NewReplacer("Hooks.example.com:443", "hooks.example.com"),
		"a header in an unknown mask": strings.NewReplacer("applied-token", "ap(9 more)en"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			config := strings.Replace(hidden("applied-signature", "", ""), "https://hooks.example.com/", "https://Hooks.example.com:443/", 1)
			cli := throughProxy(t, cloud, config, func(_, body string) string { return as.Replace(body) })
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.ExpectEmptyPlan()
			edit(cloud, byHand["X-Key"])
			expectPlanned(t, cli)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.ExpectEmptyPlan()
			if got := headerOf(cloud, "X-Key"); got != "applied-key" {
				t.Errorf("the cloud holds %q", got)
			}
		})
	}
}

// hashesOf are the private data of the one object of a state, and the hashes in them.
func hashesOf(t *testing.T, state string) (data map[string][]byte, hashes map[string]json.RawMessage) {
	t.Helper()
	if err := json.Unmarshal([]byte(privateData(t, state)), &data); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data["write_only"], &hashes); err != nil {
		t.Fatal(err)
	}
	return data, hashes
}

// A state of an earlier version, which does not say what Soda Cloud showed of the values that it was sent: nothing is compared before the
// next write.
func TestAccDrift_writeOnlyOfEarlierVersions(t *testing.T) {
	t.Parallel()
	cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("applied-signature", "", ""))
	state := cli.Read("terraform.tfstate")
	data, hashes := hashesOf(t, state)
	if len(hashes) != 6 {
		t.Fatalf("got %d hashes, want one of each value, of all, and of those that are shown", len(hashes))
	}
	delete(hashes, "")
	delete(hashes, "shown")
	data["write_only"] = []byte(strings.ReplaceAll(string(mustMarshal(t, hashes)), `,"shown":true`, ""))
	before := base64.StdEncoding.EncodeToString([]byte(privateData(t, state)))
	cli.Write("terraform.tfstate", strings.Replace(state, before, base64.StdEncoding.EncodeToString(mustMarshal(t, data)), 1))
	cli.ExpectEmptyPlan()
	edit(cloud, byHand["URL"])
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", rescoped(hidden("applied-signature", "", "")))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if !restored(cloud) {
		t.Errorf("the cloud holds %+v", cloud.Webhooks()[0])
	}
	edit(cloud, byHand["URL"])
	expectPlanned(t, cli)
}
