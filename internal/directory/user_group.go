package directory

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewUserGroupDataSource returns the soda_user_group data source.
func NewUserGroupDataSource() datasource.DataSource {
	member := userNames(computed("ID of the user."))
	member["email"] = computed("Email address.")
	return &base.Lookup[soda.UserGroup]{
		Kind:        base.Kind{Type: "soda_user_group", Noun: "user group"},
		Description: "A user group and its members, looked up by name.",
		Keys: []base.Key[soda.UserGroup]{{
			Attribute:   "name",
			Description: "Exact, case-sensitive name.",
			Candidates: func(ctx context.Context, c *soda.Client, name string) ([]soda.UserGroup, error) {
				return c.UserGroups(ctx, name)
			},
			Matches: func(g soda.UserGroup, name string) bool { return text.SameName(g.Name, name) },
		}},
		Attributes: map[string]schema.Attribute{
			"id": computed("ID of the group, for `user_group_id` of a recipient."),
			"members": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The users in the group, sorted by email address.",
				NestedObject:        schema.NestedAttributeObject{Attributes: member},
			},
		},
		Label: func(g soda.UserGroup) base.Label { return base.Label{Name: g.Name, ID: g.ID} },
		State: func(_ context.Context, g soda.UserGroup, _ *diag.Diagnostics) any { return userGroupFromAPI(g) },
	}
}

// userGroup is a soda_user_group.
type userGroup struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Members []user       `tfsdk:"members"`
}

func userGroupFromAPI(g soda.UserGroup) userGroup {
	members := make([]user, 0, len(g.Users)) // an empty list, not null
	for _, u := range g.Users {
		members = append(members, userFromAPI(u))
	}
	slices.SortFunc(members, func(a, b user) int {
		return cmp.Or(cmp.Compare(a.Email.ValueString(), b.Email.ValueString()), cmp.Compare(a.ID.ValueString(), b.ID.ValueString()))
	})
	return userGroup{ID: types.StringValue(g.ID), Name: types.StringValue(g.Name), Members: members}
}
