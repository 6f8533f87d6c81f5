// Package base is what every Terraform object of this provider shares: how it gets its client, how an error of the API
// becomes a diagnostic, how empty answers become null, how an object is imported and looked up, how changed write-only
// values are noticed, and how objects that a plan leaves alone are recognized (shortcuts.go). What belongs to one object only lives in that object's package.
package base

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Data is what the provider hands to its objects when it is configured: once per phase, such as a plan or an apply.
type Data struct {
	Client *soda.Client // nil where the framework asks before the provider is configured, as during validation
	Sent   *Once        // the test events that data sources have sent
	Names  *Names       // of the objects that are planned to be created
}

// Resource is embedded by every resource: it holds the provider's data.
type Resource struct{ Data }

// Configure takes the data from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Data = ProviderData(req.ProviderData, &resp.Diagnostics)
}

// SchemaOf returns the schema of a resource.
func SchemaOf(ctx context.Context, r resource.Resource) schema.Schema {
	var resp resource.SchemaResponse
	r.Schema(ctx, resource.SchemaRequest{}, &resp)
	return resp.Schema
}

// DataSource is embedded by every data source: it holds the provider's data.
type DataSource struct{ Data }

// Configure takes the data from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Data = ProviderData(req.ProviderData, &resp.Diagnostics)
}

// ProviderData is what the provider has put into its responses.
func ProviderData(given any, diags *diag.Diagnostics) Data {
	if given == nil {
		return Data{}
	}
	data, ok := given.(Data)
	if !ok {
		diags.AddError("Cannot configure the provider", fmt.Sprintf("This is a bug in the provider: Configure received a %T.", given))
	}
	return data
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
