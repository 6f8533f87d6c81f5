package webhook_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// What earlier versions left in the state, hashes that do not say what they cost, is known again: nothing is planned, and a changed
// secret still is.
func TestAccSecrets_hashedByEarlierVersions(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": secretConfig("")}, cloud.Env()...)
	setSecrets(cli, "one")
	cli.MustRun("apply", "-auto-approve", "-no-color")

	state := cli.Read("terraform.tfstate")
	data := map[string][]byte{}
	if err := json.Unmarshal([]byte(privateData(t, state)), &data); err != nil {
		t.Fatal(err)
	}
	hashes := map[string]map[string][]byte{}
	for slot, value := range map[string]string{"secret": "signing-one", "header:authorization": "token-one"} {
		salt := []byte("salt of " + slot)
		hashes[slot] = map[string][]byte{"salt": salt, "hash": argon2.IDKey([]byte(value), salt, 2, 19*1024, 1, 32)}
		if !strings.Contains(string(data["write_only"]), `"`+slot+`"`) {
			t.Fatalf("the state has no hash of %s: %s", slot, data["write_only"])
		}
	}
	data["write_only"] = mustMarshal(t, hashes)
	before := base64.StdEncoding.EncodeToString([]byte(privateData(t, state)))
	cli.Write("terraform.tfstate", strings.Replace(state, before, base64.StdEncoding.EncodeToString(mustMarshal(t, data)), 1))

	cli.ExpectEmptyPlan()
	setSecrets(cli, "two")
	if out := cli.MustRun("plan", "-no-color"); strings.Count(out, "secret_wo_version = 1 ->") != 2 {
		t.Errorf("want both versions counted up:\n%s", out)
	}
}

func mustMarshal(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
