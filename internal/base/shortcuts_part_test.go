package base_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// part is a resource whose schema is an id and one more attribute or block, called part.
type part struct{ schema schema.Schema }

func partOf(element any) *part {
	p := &part{schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{
		Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}}}}
	switch element := element.(type) {
	case schema.Attribute:
		p.schema.Attributes["part"] = element
	case schema.Block:
		p.schema.Blocks = map[string]schema.Block{"part": element}
	}
	return p
}

func (*part) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "test_part"
}

func (p *part) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = p.schema
}

func (*part) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}

func (*part) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*part) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (*part) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func partType(p *part) tftypes.Object {
	return p.schema.Type().TerraformType(context.Background()).(tftypes.Object)
}

type testProvider struct{ part *part }

func (*testProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "test"
}

func (*testProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (*testProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (*testProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *testProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return p.part }}
}
