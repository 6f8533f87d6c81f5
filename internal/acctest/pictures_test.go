package acctest

import (
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator/dashboard"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/pictures"
)

const images = docs + "/images"

// checkPicture compares output with what a picture shows, or draws it anew.
func checkPicture(t *testing.T, name, title, output string) {
	t.Helper()
	file := filepath.Join(images, name)
	if Updating() {
		if err := os.WriteFile(file, []byte(pictures.SVG(title, output)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := pictures.Text(readFile(t, file))
	if want := pictures.Plain(output); err != nil || got != want {
		t.Errorf("%s is out of date (%v); draw it anew with make pictures.\nIt shows:\n%s\nThe output is:\n%s", file, err, got, want)
	}
}

var beforeChanges = regexp.MustCompile(`(?s)^.*?perform the following actions:\S*\n\n`)

// The picture of a plan shows what the CLI prints, and README quotes lines of it.
func TestPictures_plan(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	cli := NewCLI(t, map[string]string{"main.tf": readFile(t, "testdata/pictures/main.tf")}, cloud.Env()...)
	cli.SkipGolden()
	cli.MustRun("apply", "-auto-approve", "-no-color")
	out := cli.MustRun("plan", "-var=severity=critical", "-var=token=second")
	out = uuid.ReplaceAllString(out, "3b0f5f0e-6a0d-4d3a-9d0e-0f5f6a1c0001")
	plan := beforeChanges.ReplaceAllString(out, "")
	plan, last, found := strings.Cut(plan, "\x1b[1mPlan:")
	last, _, _ = strings.Cut(last, "\n")
	if !found {
		t.Fatalf("no changes in\n%s", out)
	}
	checkPicture(t, "plan.svg", "terraform plan: one value of a filter and one secret change",
		"$ terraform plan\n\n"+plan+"\x1b[1mPlan:"+last+"\n")
	_, quoted, _ := strings.Cut(readFile(t, readme), "```text\n")
	quoted, _, _ = strings.Cut(quoted, "```")
	rest := pictures.Plain(plan+"Plan:"+last) + "\n"
	for line := range strings.Lines(quoted) {
		if strings.TrimSpace(line) == "..." {
			continue
		}
		_, rest, found = strings.Cut(rest, line)
		if !found {
			t.Errorf("README quotes a line that the plan does not have there: %q", line)
		}
	}
	if quoted == "" {
		t.Error("README quotes no plan")
	}
}

// The pictures of the programs show what they print.
func TestPictures_programs(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, WithQuirks(""), func(o *emulator.Options) { o.NoIntegrations = true })
	if err := cloud.SeedFile(filepath.Join(examples, "seed.json")); err != nil {
		t.Fatal(err)
	}
	report := printed(t, cloud.Env(), "soda-doctor")
	_, works, _ := strings.Cut(report, "What works")
	works, _, found := strings.Cut(works, "\n\nCalls")
	if !found {
		t.Fatalf("got another report:\n%s", report)
	}
	checkPicture(t, "doctor.svg", "soda-doctor: what works with an organization", "$ soda-doctor\n\nWhat works"+works+"\n")
	diff := printed(t, nil, "soda-routes", "diff", "../routes/testdata/plans/recipient_moved.json")
	checkPicture(t, "routes-diff.svg", "soda-routes diff: who gains and who loses notifications",
		"$ terraform show -json tfplan | soda-routes diff\n\n"+diff)
}

// printed runs one of this repository's programs and returns its standard output.
func printed(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), name)
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, module+"/cmd/"+name).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.Output()
	if cmd.ProcessState == nil || len(out) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// TestPictures holds all pictures together to 300 KB, and wants each of them shown on some page.
func TestPictures(t *testing.T) {
	var pages strings.Builder
	pages.WriteString(readFile(t, readme))
	for _, page := range pagesOf(t, docs) {
		pages.WriteString(readFile(t, page))
	}
	size, count := int64(0), 0
	err := filepath.WalkDir(images, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		size, count = size+info.Size(), count+1
		if !strings.Contains(pages.String(), "docs/images/"+entry.Name()) {
			t.Errorf("no page shows %s", path)
		}
		return nil
	})
	if err != nil || count == 0 || size > 300_000 {
		t.Errorf("got %d pictures of %d bytes together, %v; want some, and at most 300,000 bytes", count, size, err)
	}
}

// pages are the pictures of the emulator's page, with how light each is.
var pages = map[string]struct {
	scheme string // Chromium's preferredColorScheme
	light  bool
}{
	"emulator-light.png": {"1", true},
	"emulator-dark.png":  {"0", false},
}

// The emulator's page is drawn with `make pictures` alone, since another day's has other times. Each time, both pictures must be
// of the whole page, in the colors that their names promise.
func TestPictures_emulatorPage(t *testing.T) {
	if Updating() {
		drawEmulatorPage(t)
	}
	for name, want := range pages {
		file, err := os.Open(filepath.Join(images, name))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		picture, err := png.Decode(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		size := picture.Bounds().Size()
		corner := color.GrayModel.Convert(picture.At(size.X-2, size.Y-2)).(color.Gray).Y
		if size.X != 1160 || size.Y < 500 || corner > 127 != want.light {
			t.Errorf("%s: got %v with a corner of lightness %d, want a page 1160 wide, light: %t", name, size, corner, want.light)
		}
	}
}

func drawEmulatorPage(t *testing.T) {
	t.Helper()
	memory := emulator.New(emulator.Options{})
	if err := memory.SeedFile(filepath.Join(examples, "seed.json")); err != nil {
		t.Fatal(err)
	}
	server, err := memory.StartWith(dashboard.New(memory))
	if err != nil {
		t.Fatal(err)
	}
	cloud := &Cloud{server}
	t.Cleanup(func() { _ = cloud.Close() })
	receiver, err := memory.StartReceiver("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = receiver.Close() })
	cli := NewCLI(t, map[string]string{"main.tf": readFile(t, "testdata/pictures/main.tf")}, append(cloud.Env(), "TF_VAR_url="+receiver.URL)...)
	cli.MustRun("apply", "-auto-approve", "-no-color")
	cli.Write("test.tf", `resource "soda_webhook_test" "pager" {
  integration_id = soda_webhook_integration.pager.id
  event          = "checkEvaluation"
}`)
	cli.MustRun("apply", "-auto-approve", "-no-color", "-var=severity=critical", "-var=token=second")
	for name, page := range pages {
		file, err := filepath.Abs(filepath.Join(images, name))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
			"--user-data-dir="+t.TempDir(), "--blink-settings=preferredColorScheme="+page.scheme, "--window-size=1160,640",
			"--virtual-time-budget=3000", "--screenshot="+file, cloud.URL)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}
