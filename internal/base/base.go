// Package base is what every Terraform object of this provider shares: how it gets its client, how an error of the API
// becomes a diagnostic, how empty answers become null, how an object is imported and looked up, and how changed write-only
// values are noticed. What belongs to one object only lives in that object's package.
package base

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Resource is embedded by every resource: it holds the client.
type Resource struct{ Client *soda.Client }

// Configure takes the client from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Client = client(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by every data source: it holds the client.
type DataSource struct{ Client *soda.Client }

// Configure takes the client from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Client = client(req.ProviderData, &resp.Diagnostics)
}

// client is nil where the framework asks before the provider is configured, as during validation.
func client(data any, diags *diag.Diagnostics) *soda.Client {
	if data == nil {
		return nil
	}
	c, ok := data.(*soda.Client)
	if !ok {
		diags.AddError("Cannot configure the provider", fmt.Sprintf("This is a bug in the provider: it was given a %T.", data))
	}
	return c
}

// StringOrNull maps an answer's empty string to null, for Soda leaves out what it does not have.
func StringOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// TimeOrNull maps a moment to RFC 3339 text in UTC.
func TimeOrNull(t *time.Time) types.String {
	if t == nil {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}
