package webhook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestAccWebhookDataSource(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.Quirks = emulator.Quirks{emulator.Duplicates: ""} })
	err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Secret: "sign",
		Headers: []emulator.Header{{Name: "X-Team", Value: "data"}, {Name: "Authorization", Value: "s3cret"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	var steps []resource.TestStep
	for _, key := range []string{`id = "w-1"`, `name = "pager"`} {
		steps = append(steps, resource.TestStep{
			Config: cloud.Config("data \"soda_webhook_integration\" \"x\" {\n  " + key + "\n}\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.soda_webhook_integration.x", tfjsonpath.New("id"), knownvalue.StringExact("w-1")),
				statecheck.ExpectKnownValue("data.soda_webhook_integration.x", tfjsonpath.New("has_secret"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue("data.soda_webhook_integration.x", tfjsonpath.New("header_names"),
					knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Authorization"), knownvalue.StringExact("X-Team")})),
			},
		})
	}
	steps = append(steps, resource.TestStep{
		Config:      cloud.Config("data \"soda_webhook_integration\" \"x\" {\n  name = \"pagers\"\n}\n"),
		ExpectError: acctest.Wrapped(`No webhook integration has the name "pagers".*"pager" \(id w-1\)`),
	})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: steps})
}
