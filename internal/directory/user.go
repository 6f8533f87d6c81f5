package directory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewUserDataSource returns the soda_user data source.
func NewUserDataSource() datasource.DataSource {
	return &base.Lookup[soda.User]{
		Kind:        base.Kind{Type: "soda_user", Noun: "user"},
		Description: "A user of the organization, looked up by email address.",
		Keys: []base.Key[soda.User]{{
			Attribute:   "email",
			Description: "Email address; case is ignored.",
			Candidates: func(ctx context.Context, c *soda.Client, email string) ([]soda.User, error) {
				return c.Users(ctx, email)
			},
			Matches: func(u soda.User, email string) bool { return text.Fold(u.Email) == text.Fold(email) },
		}},
		Attributes: userNames(computed("ID of the user, for `user_id` of a recipient.")),
		Label:      func(u soda.User) base.Label { return base.Label{Name: u.Email, ID: u.ID} },
		State:      func(_ context.Context, u soda.User, _ *diag.Diagnostics) any { return userFromAPI(u) },
	}
}

// userNames are the computed attributes of a user.
func userNames(id schema.StringAttribute) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":         id,
		"first_name": computed("First name."),
		"last_name":  computed("Last name."),
		"full_name":  computed("Full name."),
	}
}

// user is a soda_user, or a member of a soda_user_group.
type user struct {
	ID        types.String `tfsdk:"id"`
	Email     types.String `tfsdk:"email"`
	FirstName types.String `tfsdk:"first_name"`
	LastName  types.String `tfsdk:"last_name"`
	FullName  types.String `tfsdk:"full_name"`
}

func userFromAPI(u soda.User) user {
	return user{
		ID:        types.StringValue(u.ID),
		Email:     types.StringValue(u.Email),
		FirstName: base.StringOrNull(u.FirstName),
		LastName:  base.StringOrNull(u.LastName),
		FullName:  base.StringOrNull(u.FullName),
	}
}
