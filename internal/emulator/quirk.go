package emulator

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Quirk names a way in which a Soda Cloud may differ from the contract. Quirks last until they are switched off; what
// happens to single calls is a Fault.
type Quirk string

// The quirks. Their table says what each one does.
const (
	UnknownFields    Quirk = "unknown-fields"
	RefuseFields     Quirk = "refuse-fields"
	UnknownEnums     Quirk = "unknown-enums"
	ListLag          Quirk = "list-lag"
	Duplicates       Quirk = "duplicates"
	ClockSkew        Quirk = "clock-skew"
	RetryAfter       Quirk = "retry-after"
	Redirect         Quirk = "redirect"
	Delete404        Quirk = "delete-404"
	Conflict400      Quirk = "conflict-400"
	EmptySuccess     Quirk = "empty-success"
	IntegrationsPath Quirk = "integrations-path"
	Trim             Quirk = "trim"
	LowerNames       Quirk = "lower-names"
	LowerEmails      Quirk = "lower-emails"
)

// QuirkInfo describes a quirk.
type QuirkInfo struct {
	Name    Quirk
	Text    string // one sentence for people
	Values  string // what can follow "=", "" if nothing can
	Default string // the value of a quirk that is given none

	// Lenient says that the provider works with such a Soda Cloud as with any other. The name LenientQuirks means all of these.
	Lenient bool
	// Breaks says that answers are not those of the contract, so that they are not held to it.
	Breaks bool

	check   func(value string) error
	request func(body map[string]any)                           // rewrites what was sent, before it is stored
	answer  func(e *Emulator, c *call, value string, a *answer) // rewrites what goes back
}

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
		Name: Redirect, Values: "a URL", Default: "/login", Breaks: true,
		Text:  "Every call is redirected there with status 302, as by a captive portal, whose page is at /login.",
		check: isURL,
	},
}

// Quirks are those that are on, with their values; "" is the default value.
type Quirks map[Quirk]string

// LenientQuirks is the name that ParseQuirks takes for all quirks with which the provider works as with any Soda Cloud.
const LenientQuirks = "lenient"

// QuirkTable describes all quirks.
func QuirkTable() []QuirkInfo { return slices.Clone(quirkTable) }

// ParseQuirks reads a list as in "duplicates,clock-skew=-24h" or "lenient". The empty text is no quirks.
func ParseQuirks(s string) (Quirks, error) {
	quirks := Quirks{}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		if word == LenientQuirks {
			maps.Copy(quirks, lenientQuirks())
			continue
		}
		name, value, _ := strings.Cut(word, "=")
		quirks[Quirk(name)] = value
	}
	return quirks, quirks.check()
}

func lenientQuirks() Quirks {
	quirks := Quirks{}
	for _, q := range quirkTable {
		if q.Lenient {
			quirks[q.Name] = ""
		}
	}
	return quirks
}

// SetQuirks replaces the quirks that are on. It panics for one that ParseQuirks would refuse.
func (e *Emulator) SetQuirks(q Quirks) {
	if err := q.check(); err != nil {
		panic("emulator: " + err.Error())
	}
	q = maps.Clone(q)
	e.quirks.Store(&q)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bringUnknown()
}

func (q Quirks) check() error {
	for _, name := range slices.Sorted(maps.Keys(q)) {
		i := slices.IndexFunc(quirkTable, func(info QuirkInfo) bool { return info.Name == name })
		if i < 0 {
			return fmt.Errorf("there is no quirk %q; there are %s and %s", name, quirkNames(), LenientQuirks)
		}
		if err := quirkTable[i].checkValue(q[name]); err != nil {
			return fmt.Errorf("quirk %s: %w", name, err)
		}
	}
	return nil
}

func quirkNames() string {
	names := make([]string, len(quirkTable))
	for i, q := range quirkTable {
		names[i] = string(q.Name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (q QuirkInfo) checkValue(value string) error {
	switch {
	case value == "":
		return nil
	case q.check == nil:
		return errors.New("takes no value")
	default:
		return q.check(value)
	}
}

// quirk returns the value of a quirk, and whether it is on.
func (e *Emulator) quirk(name Quirk) (value string, on bool) {
	value, on = (*e.quirks.Load())[name]
	if on && value == "" {
		i := slices.IndexFunc(quirkTable, func(info QuirkInfo) bool { return info.Name == name })
		value = quirkTable[i].Default
	}
	return value, on
}

// rewrite lets the quirks that are on change an answer.
func (e *Emulator) rewrite(c *call, a answer) answer {
	for _, q := range quirkTable {
		if value, on := e.quirk(q.Name); on && q.answer != nil && a.status != 0 {
			q.answer(e, c, value, &a)
		}
	}
	return a
}

// breaksContract reports whether a quirk is on that breaks the contract.
func (e *Emulator) breaksContract() bool {
	return slices.ContainsFunc(quirkTable, func(q QuirkInfo) bool {
		_, on := e.quirk(q.Name)
		return on && q.Breaks
	})
}

func among(values ...string) func(string) error {
	return func(value string) error {
		if slices.Contains(values, value) {
			return nil
		}
		return fmt.Errorf("%q is not one of %s", value, strings.Join(values, ", "))
	}
}

func isDuration(value string) error {
	_, err := time.ParseDuration(value)
	return err
}

func isURL(value string) error {
	_, err := url.Parse(value)
	return err
}

func isPath(value string) error {
	if !strings.HasPrefix(value, "/") {
		return fmt.Errorf("%q is not a path", value)
	}
	return nil
}
