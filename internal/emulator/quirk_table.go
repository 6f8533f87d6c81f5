package emulator

import "strings"

// quirkTable has all quirks, in the order in which they rewrite answers. The others take effect where their names are.
var quirkTable = []QuirkInfo{
	{Name: Trim, Text: "Names and e-mail addresses are stored without the space around them.", request: onText(strings.TrimSpace)},
	{Name: LowerNames, Text: "Names of rules and webhooks are stored in lower case.", request: onName(strings.ToLower)},
	{Name: LowerEmails, Text: "E-mail addresses are stored in lower case.", request: onEmail(strings.ToLower)},
	{
		Name: Conflict400, Lenient: true,
		Text:   "A name that is taken and a webhook in use are refused with status 400 and a code instead of 409.",
		answer: (*Emulator).conflictAs400,
	},
	{
		Name: Delete404, Text: "A delete is refused with status 404, and the object stays listed.",
	},
	{
		Name: IntegrationsPath, Values: "a path", Default: "/api/v1/notificationRules/integrations", Lenient: true,
		Text:  "The list of notification integrations is found at another path, and its usual path is unknown.",
		check: isPath,
	},
	{
		Name: OrganizationSpelling, Lenient: true,
		Text: "The permission for integrations is spelt MANAGE_ORGANIZATION_SETTINGS.",
	},
	{
		Name: OddObjects, Breaks: true,
		Text: "Every list ends with an object that has a number for a text and a text for a list.",
	},
	{
		Name: UnknownFields, Lenient: true,
		Text: "Rules, recipients, triggers, customizations, webhooks and headers have a field more from their creation or the seed on; " +
			"an update replaces it like the others.",
	},
	{
		Name: RefuseFields,
		Text: "Requests with a field that the contract does not know are refused; with unknown-fields, updates then leave such fields alone.",
	},
	{
		Name: UnknownEnums, Lenient: true, Breaks: true,
		Text: "Types and states that the contract does not know are accepted; a rule and an integration in the lists have such ones.",
	},
	{
		Name: ListLag, Values: "a duration", Default: "3s",
		Text:  "Lists show what was created, updated or deleted through the API only after so long.",
		check: isDuration,
	},
	{
		Name: EmptySuccess, Values: "201, 202, 204 or turns", Default: "turns", Lenient: true, Breaks: true,
		Text:  "Creates, updates and deletes succeed with this status (with turns, with one after the other), no body, and a Location.",
		check: among("201", "202", "204", "turns"), answer: (*Emulator).emptySuccess,
	},
	{
		Name: Duplicates, Text: "Lists inside rules and webhooks show their first element twice: recipients, triggers, headers.",
		answer: (*Emulator).duplicate,
	},
	{
		Name: RetryAfter, Values: "seconds, past, date or text", Default: "date",
		Text:  "Status 429 comes with a Retry-After: seconds as given, a date in the past, the date when the limit has room, or none of these.",
		check: isRetryAfter, answer: (*Emulator).setRetryAfter,
	},
	{
		Name: ClockSkew, Values: "a duration", Default: "-24h", Text: "The dates that headers carry are off by so much.",
		check: isDuration, answer: (*Emulator).skewDate,
	},
	{
		Name: Echo, Values: "all or the name of an encoding", Default: "all",
		Text: "Errors, results of test events and trace ids repeat what was sent, encoded: header Authorization, key id and secret, " +
			"the body and each text in it, and of a tested webhook its URL and secrets.",
		check: isEncoding, answer: (*Emulator).echo,
	},
	{
		Name: Redirect, Values: "a URL", Default: "/login", Breaks: true,
		Text:  "Every call is redirected there with status 302, as by a captive portal, whose page is at /login.",
		check: isURL,
	},
}
