package acctest

import "testing"

// What a CLI is too old for is known by what stands in the file.
func TestVersion_lacks(t *testing.T) {
	for name, tc := range map[string]struct {
		cli, file, text string
		want            string
	}{
		"plain":                     {"Terraform v1.5.0", "main.tf", "resource \"soda_webhook_integration\" \"x\" {}\n", ""},
		"an import block":           {"Terraform v1.5.7", "main.tf", "import {\n  to = a.b\n}\n", ""},
		"an import block for each":  {"Terraform v1.5.7", "main.tf", "# all\nimport {\n  for_each = {}\n}\n", "for_each in an import block needs Terraform 1.7 or OpenTofu 1.7; this is Terraform 1.5"},
		"an import by identity":     {"Terraform v1.11.4", "main.tf", "import {\n  identity = { id = 1 }\n}\n", "an import by identity needs Terraform 1.12 or OpenTofu 1.12; this is Terraform 1.11"},
		"a removed block":           {"Terraform v1.6.0", "main.tf", "removed {\n}\n", "a removed block needs Terraform 1.7 or OpenTofu 1.7; this is Terraform 1.6"},
		"a test":                    {"Terraform v1.5.7", "tests/x.tftest.hcl", "run \"x\" {}\n", "`terraform test` needs Terraform 1.6 or OpenTofu 1.6; this is Terraform 1.5"},
		"a test, newer":             {"Terraform v1.6.0", "tests/x.tftest.hcl", "run \"x\" {}\n", ""},
		"a test with mocks":         {"OpenTofu v1.7.0", "x.tftest.hcl", "mock_provider \"soda\" {}\n", "a mocked provider needs Terraform 1.7 or OpenTofu 1.8; this is OpenTofu 1.7"},
		"a function":                {"Terraform v1.7.5", "main.tf", "a = provider::soda::f(1)", "a function of a provider needs Terraform 1.8 or OpenTofu 1.7; this is Terraform 1.7"},
		"an ephemeral variable":     {"OpenTofu v1.10.6", "main.tf", "  ephemeral = true", "an ephemeral variable needs Terraform 1.10 or OpenTofu 1.11; this is OpenTofu 1.10"},
		"a write-only value":        {"Terraform v1.8.5", "main.tf", "  secret_wo = 1", "a write-only value needs Terraform 1.11 or OpenTofu 1.11; this is Terraform 1.8"},
		"a write-only value, newer": {"OpenTofu v1.11.0\non linux_amd64\n", "main.tf", "  secret_wo = 1", ""},
		"an action":                 {"Terraform v1.13.0-beta1", "main.tf", "action \"soda_webhook_test\" \"x\" {}", "an action needs Terraform 1.14; this is Terraform 1.13"},
		"an action, newer":          {"Terraform v1.14.0", "main.tf", "action \"soda_webhook_test\" \"x\" {}", ""},
		"an action, never":          {"OpenTofu v1.14.0", "main.tf", "action \"soda_webhook_test\" \"x\" {}", "an action needs Terraform 1.14; this is OpenTofu 1.14"},
		"a query":                   {"Terraform v1.12.0", "x.tfquery.hcl", "list \"a\" \"b\" {}", "`terraform query` needs Terraform 1.14; this is Terraform 1.12"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := parseVersion(tc.cli)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.lacks(tc.file, tc.text); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	if v, err := parseVersion("Packer v1.11.0"); err == nil {
		t.Errorf("got %v for another program, want an error", v)
	}
}

func TestVersion_faults(t *testing.T) {
	for line, want := range map[string]struct{ generatesNothing, losesImports bool }{
		"Terraform v1.15.9": {false, false}, "Terraform v1.16.0-rc2": {true, true}, "Terraform v1.16.2": {true, false},
		"Terraform v1.16.3": {false, false}, "OpenTofu v1.16.0": {false, false},
	} {
		v, err := parseVersion(line)
		if err != nil || v.generatesNothing() != want.generatesNothing || v.losesImports() != want.losesImports {
			t.Errorf("%s: got %t, %t, %v, want %v", line, v.generatesNothing(), v.losesImports(), err, want)
		}
	}
}
