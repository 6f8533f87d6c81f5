package base

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// DefaultTimeout is how long a create, an update or a delete may take where the timeouts block says nothing. It is meant for
// what never ends, not for what is slow: as long as this takes 300 writes at Soda's 10 a minute, and Terraform has no more
// than 10 operations under way at once unless it is told otherwise.
const DefaultTimeout = 30 * time.Minute

// TimeoutsName is the name of the block.
const TimeoutsName = "timeouts"

// TimeoutsBlocks describes the blocks of a resource: the timeouts.
func TimeoutsBlocks(ctx context.Context) map[string]schema.Block {
	block, _ := timeouts.Block(ctx, timeouts.Opts{Create: true, Update: true, Delete: true}).(schema.SingleNestedBlock)
	block.MarkdownDescription = "How long an operation may take in total, including waits for the rate limit. Timeouts are not sent to Soda Cloud, " +
		"so a change to timeouts alone writes nothing. See [Timeouts](#timeouts)."
	for operation := range block.Attributes {
		block.Attributes[operation] = schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: fmt.Sprintf("How long the %s may take, such as `90s` or `1h30m`. Defaults to %.0f minutes.", operation, DefaultTimeout.Minutes()),
			Validators:          []validator.String{Duration{}},
		}
	}
	return map[string]schema.Block{TimeoutsName: block}
}

// WithTimeout bounds an operation: "create", "update" or "delete". configured is the method of that name of the timeouts. The
// context's cause is a TimeoutError once the time is over.
func WithTimeout(ctx context.Context, operation string, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	limit, d := configured(ctx, DefaultTimeout)
	diags.Append(d...)
	return context.WithTimeoutCause(ctx, limit, &TimeoutError{Operation: operation, Limit: limit})
}

// TimeoutError says that an operation has had its time.
type TimeoutError struct {
	Operation string // an attribute of the timeouts block
	Limit     time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("the %s timeout of %s expired", e.Operation, e.Limit)
}

// Is makes it what the error of a context says.
func (e *TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// Writes reports whether an update changes anything that Soda Cloud has, rather than the timeouts alone.
func Writes(plan, state tftypes.Value) bool {
	var after, before map[string]tftypes.Value
	if state.IsNull() || plan.As(&after) != nil || state.As(&before) != nil {
		return true
	}
	for name, value := range after {
		if name != TimeoutsName && !value.Equal(before[name]) {
			return true
		}
	}
	return false
}

// Duration checks that a text is a duration above zero.
type Duration struct{}

// Description completes "The value ...".
func (Duration) Description(context.Context) string {
	return `must be a duration above zero, such as "45s" or "2m"`
}

// MarkdownDescription is Description.
func (v Duration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString lets null and unknown pass.
func (v Duration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if d, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || d <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid duration", fmt.Sprintf("The value %s, but it is %q.", v.Description(ctx), req.ConfigValue.ValueString()))
	}
}
