package acctest

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// examples holds the configurations that the documents show. Each directory is one configuration.
const examples = "../../examples"

// exampleVariables are the values of variables that have no default.
var exampleVariables = []string{
	"TF_VAR_pager_token=p", "TF_VAR_alerts_token=a", "TF_VAR_alerts_api_key=k", "TF_VAR_tenant=t", "TF_VAR_signing_secret=c", "TF_VAR_hook_url=https://hooks.example.com/t0ken",
	"TF_VAR_payload_secret=d", "TF_VAR_sandbox_key_id=i", "TF_VAR_sandbox_key_secret=s",
	`TF_VAR_team_tokens={finance="f",shipping="s"}`,
	"TF_VAR_jira_webhook_token=j", "TF_VAR_jira_webhook_url=https://automation.example.com/soda", "TF_VAR_servicenow_password=n",
	"TF_VAR_adapter_token=a", `TF_VAR_routes={all={email="a@example.com"},gold={email="g@example.com",filter="{\"field\":\"datasetTags\",\"contains\":\"gold\"}"}}`,
}

// TestExamples applies each directory as a reader would who copies it: the second plan is empty, and after destroy nothing
// is left beside what the organization held before.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, dir := range exampleDirs(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			cloud, cli := newExample(t, dir)
			before := held(cloud)
			cli.MustRun("validate", "-no-color")
			cli.MustRun("apply", "-auto-approve", "-no-color")
			if out, status := cli.Run("plan", "-detailed-exitcode", "-no-color"); status != 0 {
				t.Errorf("the second plan: got exit status %d, want 0:\n%s", status, out)
			}
			cli.MustRun("destroy", "-auto-approve", "-no-color")
			for id, name := range held(cloud) {
				if _, was := before[id]; !was {
					t.Errorf("destroy left %q (%s)", name, id)
				}
			}
		})
	}
}

// TestExamples_complete wants an example of everything that the provider offers, so that its page has one.
func TestExamples_complete(t *testing.T) {
	server, err := Providers["soda"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"provider/provider.tf"}
	for name := range schema.ResourceSchemas {
		want = append(want, "resources/"+name+"/resource.tf")
		if name != "soda_webhook_test" { // there is nothing to import: it is not in Soda Cloud
			want = append(want, "resources/"+name+"/import.sh", "resources/"+name+"/import-by-string-id.tf", "resources/"+name+"/import-by-identity.tf")
		}
	}
	for name := range schema.ListResourceSchemas {
		want = append(want, "list-resources/"+name+"/"+listExample)
	}
	for name := range schema.ActionSchemas {
		want = append(want, "actions/"+name+"/action.tf")
	}
	for name := range schema.Functions {
		want = append(want, "functions/"+name+"/function.tf")
	}
	for name := range schema.DataSourceSchemas {
		want = append(want, "data-sources/"+name+"/data-source.tf")
	}
	for _, path := range want {
		if _, err := os.Stat(filepath.Join(examples, path)); err != nil {
			t.Errorf("examples/%s is missing: the documents are made from it", path)
		}
	}
}

// TestExamples_import runs each import.sh: the imported object then is what the configuration says.
func TestExamples_import(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob(filepath.Join(examples, "resources", "*", "import.sh"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("got %d scripts, %v", len(scripts), err)
	}
	for _, script := range scripts {
		dir := filepath.Dir(script)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			words := strings.Fields(readFile(t, script))
			if len(words) != 4 || words[0] != "terraform" || words[1] != "import" {
				t.Fatalf("got %q, want terraform import ADDRESS ID", words)
			}
			_, cli := newExample(t, dir)
			cli.MustRun("import", "-no-color", words[2], words[3])
			if out, status := cli.Run("plan", "-detailed-exitcode", "-no-color", "-target="+words[2]); status != 0 {
				t.Errorf("the plan after the import: got exit status %d, want 0:\n%s", status, out)
			}
		})
	}
}

// newExample returns a cloud with what the examples look up, and a CLI with the directory's configuration that reaches it by
// the environment, as the examples' readers do.
func newExample(t *testing.T, dir string) (*Cloud, *CLI) {
	t.Helper()
	cloud, files := newExampleCloud(t), configurations(t, dir)
	maps.DeleteFunc(files, func(name, text string) bool { // of an example with several files, the others are tested all the same
		return len(files) > 1 && mustFindCLI(t).lacks(name, text) != ""
	})
	return cloud, newDocumentCLI(t, cloud, files)
}

func newExampleCloud(t *testing.T) *Cloud {
	t.Helper()
	cloud := NewCloud(t)
	if err := cloud.SeedFile(filepath.Join(examples, "seed.json")); err != nil {
		t.Fatal(err)
	}
	return cloud
}

func newDocumentCLI(t *testing.T, cloud *Cloud, files map[string]string) *CLI {
	t.Helper()
	cli := NewCLI(t, files, append(exampleVariables, "SODA_CLOUD_HOST="+cloud.URL,
		"SODA_API_KEY_ID="+emulator.DefaultAPIKeyID, "SODA_API_KEY_SECRET="+emulator.DefaultAPIKeySecret)...)
	for _, text := range files {
		if strings.Contains(text, "required_providers") {
			cli.Write("required.tf", "") // one such block is enough
		}
	}
	return cli
}

func exampleDirs(t *testing.T) []string {
	t.Helper()
	dirs := []string{filepath.Join(examples, "provider")}
	for _, kind := range []string{"resources", "data-sources", "functions"} {
		dirs = append(dirs, directories(t, filepath.Join(examples, kind))...)
	}
	return dirs
}

// directories returns those directly in a directory.
func directories(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: got %d directories, %v", dir, len(found), err)
	}
	return found
}

// filesBelow returns the texts of all files below a directory, by their path in it.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[path] = readFile(t, filepath.Join(dir, path))
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: got %d files, %v", dir, len(files), err)
	}
	return files
}

func configurations(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: got %d files, %v", dir, len(paths), err)
	}
	files := map[string]string{}
	for _, path := range paths {
		files[filepath.Base(path)] = readFile(t, path)
	}
	return files
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// held returns the names of what the cloud holds, by id.
func held(cloud *Cloud) map[string]string {
	names := map[string]string{}
	for _, r := range cloud.Rules() {
		names[r.ID] = r.Name
	}
	for _, w := range cloud.Webhooks() {
		names[w.ID] = w.Name
	}
	return names
}
