package doctor

import "slices"

// verdict says of each part of the provider whether it works with the organization.
func (e *examination) verdict() []Feature {
	features := []Feature{
		{"read notification rules", e.works("listNotificationRules"), ""},
		{"create, update and delete notification rules", e.worksToWrite(), ""},
		{"look up notification integrations", e.works("listNotificationIntegrations"), ""},
		{"manage webhook integrations", e.works("listWebhookIntegrations"), ""},
		{"look up users", e.works("listUsers"), ""},
		{"look up user groups", e.works("listUserGroups"), ""},
		{"look up datasets", e.works("listDatasets"), ""},
		{"look up data sources", e.works("listDatasources"), ""},
		{"look up attributes", e.works("listAttributes"), ""},
		{"list checks for soda-routes", e.works("listChecks"), ""},
		{"send test events from the machine that runs Terraform", yes, "needs no call"},
	}
	for i := range features {
		f := &features[i]
		switch {
		case f.Why != "" || f.Works == yes:
		case f.Works == no && f.Feature == "manage webhook integrations" && !e.found("forbidden"):
			f.Why = "Soda Cloud offers no such API: create webhooks in the UI, and look them up"
		case f.Works == unknown && !e.stopped:
			f.Why = "only --write tries this"
		case f.Works == unknown:
			f.Why = "not examined: see the findings"
		default:
			f.Why = "see the findings and the list of calls"
		}
	}
	return features
}

// works says what became of a list call: unknown if it was not made.
func (e *examination) works(operation string) Works {
	worked, made := e.lists[operation]
	switch {
	case !made:
		return unknown
	case worked:
		return yes
	}
	return no
}

func (e *examination) worksToWrite() Works {
	reads := e.works("listNotificationRules")
	if !e.options.Write || reads != yes {
		return map[Works]Works{yes: unknown, no: no, unknown: unknown}[reads]
	}
	if slices.ContainsFunc([]string{"no-permission", "create-refused", "never-listed", "delete-404", "delete-without-effect"}, e.found) {
		return no
	}
	return yes
}

// found reports whether there is a finding of that id.
func (e *examination) found(id string) bool {
	return slices.ContainsFunc(e.report.Findings, func(f Finding) bool { return f.ID == id })
}
