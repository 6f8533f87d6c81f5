package dashboard

import (
	"cmp"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// personRow is a user or a group.
type personRow struct{ ID, Kind, Name, Detail string }

func personRows(o emulator.Organization) []personRow {
	var rows []personRow
	for _, u := range o.Users {
		rows = append(rows, personRow{u.UserID, "user", u.Called(), u.Email})
	}
	for _, g := range o.UserGroups {
		var members []string
		for _, u := range g.Users {
			members = append(members, u.Called())
		}
		rows = append(rows, personRow{g.UserGroupID, "user group", g.Name, strings.Join(members, ", ")})
	}
	return rows
}

// dataRow is a datasource, a dataset or an attribute.
type dataRow struct{ ID, Kind, Name, Detail string }

func dataRows(o emulator.Organization) []dataRow {
	var rows []dataRow
	for _, d := range o.Datasources {
		rows = append(rows, dataRow{d.ID, "datasource", cmp.Or(d.Label, d.Name), strings.TrimSpace(d.Type + " " + d.Name)})
	}
	for _, d := range o.Datasets {
		rows = append(rows, dataRow{d.ID, "dataset", cmp.Or(d.Label, d.Name), strings.TrimSpace(cmp.Or(d.QualifiedName, d.Name) + " " + strings.Join(d.Tags, ", "))})
	}
	for _, a := range o.Attributes {
		rows = append(rows, dataRow{a.ID, "attribute", a.Name, strings.TrimSpace(a.ResourceType + " " + a.Type + " " + strings.Join(a.AllowedValues, ", "))})
	}
	return rows
}
