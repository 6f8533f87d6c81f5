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
	UnknownFields        Quirk = "unknown-fields"
	Echo                 Quirk = "echo"
	OddObjects           Quirk = "odd-objects"
	OrganizationSpelling Quirk = "organization-spelling"
	RefuseFields         Quirk = "refuse-fields"
	UnknownEnums         Quirk = "unknown-enums"
	ListLag              Quirk = "list-lag"
	Duplicates           Quirk = "duplicates"
	ClockSkew            Quirk = "clock-skew"
	RetryAfter           Quirk = "retry-after"
	Redirect             Quirk = "redirect"
	Delete404            Quirk = "delete-404"
	Conflict400          Quirk = "conflict-400"
	EmptySuccess         Quirk = "empty-success"
	IntegrationsPath     Quirk = "integrations-path"
	Trim                 Quirk = "trim"
	LowerNames           Quirk = "lower-names"
	LowerEmails          Quirk = "lower-emails"
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
