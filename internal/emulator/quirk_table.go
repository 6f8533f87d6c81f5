package emulator

import "strings"

// quirkTable has all quirks, in the order in which they rewrite answers. The others take effect where their names are.
var quirkTable = []QuirkInfo{
	{Name: Trim, Text: "Names and email addresses are stored without surrounding white space.", request: onText(strings.TrimSpace)},
	{Name: LowerNames, Text: "Names of rules and webhooks are stored in lower case.", request: onName(strings.ToLower)},
	{Name: LowerEmails, Text: "Email addresses are stored in lower case.", request: onEmail(strings.ToLower)},
	{
		Name: Conflict400, Lenient: true,
		Text:   "Duplicate names and deletions of webhooks in use are rejected with status 400 instead of 409; the body is the same.",
		answer: (*Emulator).conflictAs400,
	},
	{
		Name: Delete404, Text: "Every delete is rejected with status 404, and the object stays in the list.",
	},
	{
		Name: IntegrationsPath, Values: "a path", Default: "/api/v1/notificationRules/integrations", Lenient: true,
		Text:  "The list of notification integrations is at a different path, and calls to its usual path get the web page for unknown paths.",
		check: isPath,
	},
	{
		Name: OrganizationSpelling, Lenient: true,
		Text: "The permission for integrations is spelled MANAGE_ORGANIZATION_SETTINGS.",
	},
	{
		Name: OddObjects, Breaks: true,
		Text: "Every list ends with an object whose fields have the wrong types, such as a number instead of a string.",
	},
	{
		Name: UnknownFields, Lenient: true,
		Text: "Rules, recipients, triggers, customizations, webhooks and headers get an extra field when they are created or seeded; " +
			"an update replaces it like any other field.",
	},
	{
		Name: RefuseFields,
		Text: "Requests with a field that the API contract does not define are rejected; combined with unknown-fields, updates keep such fields.",
	},
	{
		Name: UnknownEnums, Lenient: true, Breaks: true,
		Text: "Types and states that the API contract does not define are accepted; one rule and one integration in the lists have such values.",
	},
	{
		Name: ListLag, Values: "a duration", Default: "3s",
		Text:  "Lists show creations, updates and deletions made through the API only after this delay.",
		check: isDuration,
	},
	{
		Name: EmptySuccess, Values: "201, 202, 204 or turns", Default: "turns", Lenient: true, Breaks: true,
		Text: "Successful creates, updates and deletes return this status with a Location header and no body; with turns, the emulator " +
			"cycles through the statuses.",
		check: among("201", "202", "204", "turns"), answer: (*Emulator).emptySuccess,
	},
	{
		Name: Duplicates, Text: "Lists inside rules and webhooks, such as recipients, triggers and headers, contain their first element twice.",
		answer: (*Emulator).duplicate,
	},
	{
		Name: RetryAfter, Values: "seconds, past, date or text", Default: "date",
		Text: "A 429 response has a Retry-After header with the given number of seconds, a date in the past, the date when the next request " +
			"is allowed, or invalid text.",
		check: isRetryAfter, answer: (*Emulator).setRetryAfter,
	},
	{
		Name: ClockSkew, Values: "a duration", Default: "-24h", Text: "The dates in response headers are off by this duration.",
		check: isDuration, answer: (*Emulator).skewDate,
	},
	{
		Name: Echo, Values: "all or the name of an encoding", Default: "all",
		Text: "Errors, results of test events and trace ids repeat what was sent, in this encoding: the Authorization header, the key id and " +
			"secret, the body and each string in it, and the URL and secrets of a tested webhook.",
		check: isEncoding, answer: (*Emulator).echo,
	},
	{
		Name: Redirect, Values: "a URL", Default: "/login", Breaks: true,
		Text:  "Every call is redirected to this URL with status 302, as by a captive portal; the emulator serves a page for this at /login.",
		check: isURL,
	},
}
