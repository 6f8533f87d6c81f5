package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// A host and a key read from files that end in a line break work as they are.
func TestProvider_whiteSpace(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	p := acctest.NewProtocol(t, cloud, map[string]tftypes.Value{
		"host": text(cloud.URL + "\n"), "api_key_id": text("\ufeff" + cloud.KeyID() + "\r\n"), "api_key_secret": text(cloud.KeySecret() + "\n"),
	})
	p.Create(t.Context(), webhookType, identified[webhookType].config(p, "pager"))
	if got := cloud.Webhooks(); len(got) != 1 || got[0].Name != "pager" {
		t.Errorf("the cloud holds %+v", got)
	}
}
