package notification

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// reference is a way in which a rule names something by its id. All rules share the look-up.
type reference struct {
	attribute string // of the rule
	name      string // the attribute of a recipient, or the field of a filter
	noun      string
	source    string // the data source that finds the id
	has       func(*soda.Client, context.Context, string) (bool, error)
}

var references = []reference{
	{"recipients", "user_id", "user", "soda_user", (*soda.Client).HasUser},
	{"recipients", "user_group_id", "user group", "soda_user_group", (*soda.Client).HasUserGroup},
	{"filter", "datasourceId", "datasource", "soda_datasource", (*soda.Client).HasDatasource},
	{"filter", "datasetId", "dataset", "soda_dataset", (*soda.Client).HasDataset},
}

// checkReferences warns of ids that Soda Cloud lists nothing of. It is no error: the key's user may not see everything, and a
// rule that names what is to come is no mistake.
func (r *ruleResource) checkReferences(ctx context.Context, plan model, diags *diag.Diagnostics) {
	for _, ref := range references {
		for _, id := range ref.ids(plan) {
			found, err := ref.has(r.Client, ctx, id)
			if err != nil {
				kind.WarnUnchecked(diags, path.Root(ref.attribute), "that each "+ref.noun+" exists", err)
				break
			}
			if !found {
				diags.AddAttributeWarning(path.Root(ref.attribute), "No such "+ref.noun, fmt.Sprintf(
					"%s has the id %q, but this API key can see no %s with that id. Look up the id with data %q.", ref.name, id, ref.noun, ref.source))
			}
		}
	}
}

// ids returns the ids that are known, each once.
func (ref reference) ids(plan model) (ids []string) {
	switch ref.attribute {
	case "recipients":
		for _, recipient := range recipientsOf(plan.Recipients) {
			if id := recipient.text(ref.name).ValueString(); id != "" {
				ids = append(ids, id)
			}
		}
	case "filter":
		e, err := plan.Filter.Expr()
		if err != nil {
			return nil // not known yet
		}
		filter.Walk(e, func(e *filter.Expr) {
			switch {
			case e.Field != ref.name:
			case e.Op == filter.Equals:
				ids = append(ids, e.Value)
			case e.Op == filter.In:
				ids = append(ids, e.Values...)
			}
		})
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
