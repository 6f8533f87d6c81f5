package emulator

import (
	"fmt"
	"strconv"
	"strings"
)

// Failure is a fault that befalls a part of all calls.
type Failure struct {
	Fault     Fault
	Percent   int    // of the calls: with 10 every tenth, whichever client makes it
	Operation string // "" is all
}

// faultNames are the kinds of faults that a failure can name.
var faultNames = map[string]FaultKind{
	"reset-before": ResetBefore, "reset-after": ResetAfter, "hang-before": HangBefore, "hang-after": HangAfter,
	"truncate": Truncate, "html": NotJSON,
}

// ParseFailure reads a status or a kind of fault, a percentage and an operation, as in "503:10%", "reset-after" or
// "429:50%:listUsers".
func ParseFailure(s string) (f Failure, err error) {
	parts := strings.Split(s, ":")
	f.Percent = 100
	kind, named := faultNames[parts[0]]
	f.Fault.Kind = kind
	if !named {
		if f.Fault.Status, err = strconv.Atoi(parts[0]); err != nil || f.Fault.Status < 400 || f.Fault.Status > 599 {
			return f, fmt.Errorf("%q is neither a status from 400 to 599 nor one of reset-before, reset-after, hang-before, hang-after, truncate, html", parts[0])
		}
	}
	for _, part := range parts[1:] {
		digits, isPercent := strings.CutSuffix(part, "%")
		switch n, err := strconv.Atoi(digits); {
		case isPercent && err == nil && n >= 1 && n <= 100:
			f.Percent = n
		case !isPercent && handlers[part] != nil:
			f.Operation = part
		default:
			return f, fmt.Errorf("%q is neither a percentage from 1%% to 100%% nor an operation such as createNotificationRule", part)
		}
	}
	return f, nil
}

// failure returns the fault of the first failure whose turn it is.
func (e *Emulator) failure(operation string) (fault Fault, ok bool) {
	for i, f := range e.options.Failures {
		if f.Operation != "" && f.Operation != operation {
			continue
		}
		if e.shares[i] += f.Percent; e.shares[i] >= 100 {
			e.shares[i] -= 100
			return f.Fault, true
		}
	}
	return Fault{}, false
}
