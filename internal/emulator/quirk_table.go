package emulator

import "strings"

// quirkTable has all quirks, in the order in which they rewrite answers. The others take effect where their names are.
var quirkTable = []QuirkInfo{
	{Name: Trim, Text: "Names and email addresses are stored without surrounding white space.", request: onText(strings.TrimSpace)},
	{Name: LowerNames, Text: "Names of rules and webhooks are stored in lower case.", request: onName(strings.ToLower)},
	{Name: LowerEmails, Text: "Email addresses are stored in lower case.", request: onEmail(strings.ToLower)},
	{
		Name: Conflict400, Lenient: true,
		Text:   "A duplicate name and the deletion of a webhook in use are rejected with status 400 and a code instead of 409.",
		answer: (*Emulator).conflictAs400,
	},
	{
		Name: Delete404, Text: "A delete is rejected with status 404, and the object stays in the list.",
	},
	{
		Name: IntegrationsPath, Values: "a path", Default: "/api/v1/notificationRules/integrations", Lenient: true,
		Text:  "The list of notification integrations is at another path, and its usual path is unknown.",
		check: isPath,
	},
	{
		Name: OrganizationSpelling, Lenient: true,
		Text: "The permission for integrations is spelled MANAGE_ORGANIZATION_SETTINGS.",
	},
	{
		Name: OddObjects, Breaks: true,
		Text: "Every list ends with an object that has a number in place of a string and a string in place of a list.",
	},
	{
		Name: UnknownFields, Lenient: true,
		Text: "Rules, recipients, triggers, customizations, webhooks and headers have an extra field from the start; " +
			"an update replaces it like any other.",
	},
	{
		Name: RefuseFields,
		Text: "Requests with a field that is not in the contract are rejected; combined with unknown-fields, updates keep such fields.",
	},
	{
		Name: UnknownEnums, Lenient: true, Breaks: true,
		Text: "Types and states that are not in the contract are accepted; one rule and one integration in the lists have them.",
	},
	{
		Name: ListLag, Values: "a duration", Default: "3s",
		Text:  "Lists show what was created, updated or deleted through the API only after this delay.",
		check: isDuration,
	},
	{
		Name: EmptySuccess, Values: "201, 202, 204 or turns", Default: "turns", Lenient: true, Breaks: true,
		Text:  "Creates, updates and deletes succeed with this status (turns: each status in turn), no body, and a Location header.",
		check: among("201", "202", "204", "turns"), answer: (*Emulator).emptySuccess,
	},
	{
		Name: Duplicates, Text: "Lists inside rules and webhooks show their first element twice: recipients, triggers, headers.",
		answer: (*Emulator).duplicate,
	},
	{
		Name: RetryAfter, Values: "seconds, past, date or text", Default: "date",
		Text:  "A 429 response has a Retry-After header: the given seconds, a date in the past, the date when the next request is allowed, or invalid text.",
		check: isRetryAfter, answer: (*Emulator).setRetryAfter,
	},
	{
		Name: ClockSkew, Values: "a duration", Default: "-24h", Text: "The dates in headers are off by this much.",
		check: isDuration, answer: (*Emulator).skewDate,
	},
	{
		Name: Echo, Values: "all or the name of an encoding", Default: "all",
		Text: "Errors, results of test events and trace ids repeat what was sent, encoded: the Authorization header, the key id and " +
			"secret, the body and each text in it, and the URL and secrets of a tested webhook.",
		check: isEncoding, answer: (*Emulator).echo,
	},
	{
		Name: Redirect, Values: "a URL", Default: "/login", Breaks: true,
		Text:  "Every call is redirected to this URL with status 302, as a captive portal does; the emulator serves such a page at /login.",
		check: isURL,
	},
}
