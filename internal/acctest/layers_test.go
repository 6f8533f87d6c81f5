package acctest

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers says where each package stands. Imports only point to a lower layer, or to what mayImport names.
var layers = map[string]int{
	"internal/contract":              0,
	"internal/text":                  0,
	"internal/pictures":              0,
	"internal/filter":                0,
	"internal/filter/filtertest":     0,
	"internal/event":                 0,
	"internal/delivery":              1,
	"internal/routing":               1,
	"internal/delivery/deliverytest": 1,
	"internal/soda":                  1,
	"internal/emulator":              1,
	"internal/emulator/dashboard":    1,
	"internal/settings":              2,
	"internal/base":                  2,
	"internal/filterattr":            2,
	"internal/header":                2,
	"internal/endpoint":              2,
	"internal/webhook":               3,
	"internal/webhooktest":           3,
	"internal/notification":          3,
	"internal/directory":             3,
	"internal/functions":             3,
	"internal/doctor":                3,
	"internal/routes":                3,
	"internal/adopt":                 3,
	"internal/provider":              4,
	"internal/acctest":               5,
	"":                               5, // main.go
	"cmd/soda-emulator":              5,
	"cmd/soda-doctor":                5,
	"cmd/soda-routes":                5,
	"cmd/soda-import":                5,
	"internal/docschema":             5,
	"internal/acctest/floor":         5,
	"examples/demo":                  5,
}

// restricted packages are imported by these only, in code that ships.
var restricted = map[string][]string{
	"internal/contract":              {"internal/emulator", "internal/doctor"},
	"internal/emulator":              {"internal/acctest", "cmd/soda-emulator", "internal/emulator/dashboard"},
	"internal/filter/filtertest":     {},
	"internal/pictures":              {},
	"internal/delivery/deliverytest": {},
	"internal/acctest":               {},
}

// peers may be imported from the same layer.
var peers = map[string][]string{
	"internal/filter":             {"internal/text"},
	"internal/filter/filtertest":  {"internal/filter"},
	"internal/emulator":           {"internal/delivery"},
	"internal/emulator/dashboard": {"internal/emulator", "internal/delivery"},
	"internal/header":             {"internal/base", "internal/endpoint"},
	"internal/endpoint":           {"internal/base"},
}

// TestLayers holds the table of the design: imports only point down, and packages of one layer do not know each other.
func TestLayers(t *testing.T) {
	for _, problem := range violations(imports(t)) {
		t.Error(problem)
	}
}

// TestLayers_seesViolations shows that the test above can fail.
func TestLayers_seesViolations(t *testing.T) {
	for name, tc := range map[string]struct{ from, to string }{
		"up":                               {"internal/filter", "internal/soda"},
		"sideways":                         {"internal/webhook", "internal/notification"},
		"the emulator knows the client":    {"internal/emulator", "internal/soda"},
		"the client knows the emulator":    {"internal/soda", "internal/emulator"},
		"the provider knows the contract":  {"internal/provider", "internal/contract"},
		"test support ships":               {"", "internal/acctest"},
		"a package that is not in a layer": {"internal/helper", "internal/soda"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := violations(map[string][]string{tc.from: {tc.to}}); len(got) == 0 {
				t.Errorf("%s importing %s: got no violation, want one", tc.from, tc.to)
			}
		})
	}
}

// TestShippedBinary keeps what only tests and the emulator need out of the provider.
func TestShippedBinary(t *testing.T) {
	deps := goList(t, "-deps", module)
	for _, unwanted := range []string{
		module + "/internal/contract", module + "/internal/emulator",
		"github.com/getkin/kin-openapi/openapi3", "github.com/hashicorp/terraform-plugin-testing/helper/resource",
	} {
		if slices.Contains(deps, unwanted) {
			t.Errorf("the provider's binary contains %s", unwanted)
		}
	}
}

func violations(imports map[string][]string) []string {
	var problems []string
	for from, list := range imports {
		layer, known := layers[from]
		if !known {
			problems = append(problems, from+" has no layer; add it to the table")
		}
		for _, to := range list {
			below := layers[to] < layer || slices.Contains(peers[from], to)
			allowed, limited := restricted[to]
			if !below || limited && !slices.Contains(allowed, from) {
				problems = append(problems, from+" must not import "+to)
			}
		}
	}
	slices.Sort(problems)
	return problems
}

// imports returns, for each package of the module, which others it imports outside tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, line := range goList(t, "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...") {
		words := strings.Fields(line)
		from := short(words[0])
		found[from] = []string{}
		for _, to := range words[1:] {
			if strings.HasPrefix(to, module) {
				found[from] = append(found[from], short(to))
			}
		}
	}
	return found
}

func short(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
