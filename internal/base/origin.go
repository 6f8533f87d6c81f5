package base

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// origin is what the private state knows of where an object comes from.
type origin struct {
	Host    string    `json:"host"`
	Created time.Time `json:"created,omitzero"` // by this provider; zero for one that was imported
}

// originKey is where the private state holds it.
const originKey = "origin"

// WriteOrigin notes on which host an object is, and when it was created; the zero time for one that was not created here.
func (r *Resource) WriteOrigin(ctx context.Context, private PrivateWriter, created time.Time, diags *diag.Diagnostics) {
	raw, _ := json.Marshal(origin{Host: r.Client.Host(), Created: created}) // texts only
	diags.Append(private.SetKey(ctx, originKey, raw)...)
}

// KeepOrigin notes the host of an object that was found and has none yet: one that was imported or moved.
func (r *Resource) KeepOrigin(ctx context.Context, before PrivateReader, private PrivateWriter, diags *diag.Diagnostics) {
	if readOrigin(ctx, before, diags).Host == "" {
		r.WriteOrigin(ctx, private, time.Time{}, diags)
	}
}

// ReadCreated returns when this provider created an object; the zero time if it did not, or does not know.
func ReadCreated(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) time.Time {
	return readOrigin(ctx, private, diags).Created
}

func readOrigin(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) (o origin) {
	raw, d := private.GetKey(ctx, originKey)
	diags.Append(d...)
	_ = json.Unmarshal(raw, &o) // what cannot be read is not known
	return o
}

// Gone reports whether an object that Soda Cloud does not list, as err says, counts as deleted, and warns where that is less than sure. On
// another host than the one it was last seen on, it does not: that is an error, and the state stays as it is.
func (r *Resource) Gone(ctx context.Context, k Kind, id string, err error, private PrivateReader, diags *diag.Diagnostics) bool {
	was := readOrigin(ctx, private, diags)
	if was.Host != "" && was.Host != r.Client.Host() {
		diags.AddError("Cannot read the "+k.Noun, fmt.Sprintf("The %s %s was last seen on %s, and %s does not list it. The state is "+
			"unchanged. If this workspace is meant to manage another organization now, remove the object from the state with `terraform state rm` "+
			"and plan again; otherwise, correct the provider's host.", k.Noun, id, was.Host, r.Client.Host()))
		return false
	}
	var doubts []string
	if e, ok := errors.AsType[*soda.Error](err); ok && e.Awaited {
		doubts = append(doubts, "This provider created it a moment ago and waited for it to appear, but Soda Cloud still does not list it.")
	}
	if !r.Client.FoundAny(ctx) {
		doubts = append(doubts, "No other object in this state has been found in this organization so far. If the API key now belongs to "+
			"a different organization, do not apply this plan: it would create everything again.")
	}
	if len(doubts) > 0 {
		diags.AddWarning("The "+k.Noun+" is not in Soda Cloud", fmt.Sprintf("%s %s is treated as deleted. %s", k.Type, id, strings.Join(doubts, " ")))
	}
	return true
}

// WarnTwins warns of objects that have a name in common, each name by itself: two runs at once can create them.
func (k Kind) WarnTwins(diags *diag.Diagnostics, twins []soda.Twins) {
	for _, t := range twins {
		diags.AddWarning(fmt.Sprintf("%d objects have the name %q", len(t.IDs), t.Name), fmt.Sprintf(
			"Soda Cloud now has more than one %s with that name; another run may have created one at the same time. Their ids are:\n\n  %s\n\n"+
				"In Soda Cloud, delete or rename those that you do not need.", k.Noun, strings.Join(t.IDs, "\n  ")))
	}
}
