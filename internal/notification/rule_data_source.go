package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewRuleDataSource returns the soda_notification_rule data source.
func NewRuleDataSource() datasource.DataSource {
	return &base.Lookup[soda.Rule]{
		Kind:        kind,
		Description: "A notification rule, looked up by `id` or `name`.",
		Keys: []base.Key[soda.Rule]{
			{
				Attribute:   "id",
				Description: "ID of the rule.",
				Candidates: func(ctx context.Context, c *soda.Client, id string) ([]soda.Rule, error) {
					return base.OneOrNone(c.Rule(ctx, id))
				},
				Matches: func(r soda.Rule, id string) bool { return r.ID == id },
			},
			{
				Attribute:   "name",
				Description: "Exact, case-sensitive name. Soda does not guarantee that names are unique: if two rules share one, look up by `id`.",
				Candidates: func(ctx context.Context, c *soda.Client, _ string) ([]soda.Rule, error) {
					return c.Rules(ctx)
				},
				Matches: func(r soda.Rule, name string) bool { return text.SameName(r.Name, name) },
			},
		},
		Attributes: ruleAttributes(schema.DynamicAttribute{
			Computed: true, CustomType: filterattr.Type{},
			MarkdownDescription: "What the rule applies to, as nested objects in the form that the resource's `filter` takes. Null means everything.",
		}),
		Label: func(r soda.Rule) base.Label { return base.Label{Name: r.Name, ID: r.ID} },
		State: func(_ context.Context, r soda.Rule, diags *diag.Diagnostics) any { return ruleFromAPI(r, diags) },
	}
}

// ruleAttributes describes what the resource describes, and what changes by itself, as computed.
func ruleAttributes(filter schema.Attribute) map[string]schema.Attribute {
	attributes := computed(base.SchemaOf(context.Background(), NewResource()).Attributes)
	attributes["filter"] = filter
	attributes["updated_at"] = listed("When the rule was last changed (RFC 3339).")
	attributes["last_triggered_at"] = listed("When the rule last notified anyone (RFC 3339). Null if it never has.")
	return attributes
}

// computed describes the attributes of a resource as a data source has them, of the types that rules have.
func computed(attributes map[string]resourceschema.Attribute) map[string]schema.Attribute {
	result := make(map[string]schema.Attribute, len(attributes))
	for name, attribute := range attributes {
		text := attribute.GetMarkdownDescription()
		switch a := attribute.(type) {
		case resourceschema.StringAttribute:
			result[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
		case resourceschema.BoolAttribute:
			result[name] = schema.BoolAttribute{Computed: true, MarkdownDescription: text}
		case resourceschema.SetAttribute:
			result[name] = schema.SetAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: text}
		case resourceschema.SingleNestedAttribute:
			result[name] = schema.SingleNestedAttribute{Computed: true, Attributes: computed(a.Attributes), MarkdownDescription: text}
		case resourceschema.ListNestedAttribute:
			object := schema.NestedAttributeObject{Attributes: computed(a.NestedObject.Attributes)}
			result[name] = schema.ListNestedAttribute{Computed: true, NestedObject: object, MarkdownDescription: text}
		}
	}
	return result
}

// rule is a soda_notification_rule as data.
type rule struct {
	model
	changing
}

// changing is what changes by itself.
type changing struct {
	UpdatedAt       types.String `tfsdk:"updated_at"`
	LastTriggeredAt types.String `tfsdk:"last_triggered_at"`
}

func ruleFromAPI(r soda.Rule, diags *diag.Diagnostics) rule {
	warnUnknown(diags, &r)
	return rule{
		model:    model{common: common{Recipients: types.ListNull(recipientType)}}.fromAPI(&r), // nothing was there before
		changing: changing{UpdatedAt: base.TimeOrNull(r.UpdatedAt), LastTriggeredAt: base.TimeOrNull(r.LastTriggeredAt)},
	}
}
