package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/notification"
)

// placed moves diagnostics to where every CLI finds a line. Terraform before 1.15 and OpenTofu find attributes, those inside
// blocks, and keys of maps; for a place deeper inside a value they show the first line of the resource. So the diagnostic goes
// to the attribute, and the place into its text.
func placed(diagnostics []*tfprotov6.Diagnostic) {
	for _, d := range diagnostics {
		steps := d.Attribute.Steps()
		found := findable(steps)
		if found == len(steps) {
			continue
		}
		if at := placeText(steps); !strings.Contains(d.Detail, at) {
			d.Detail = "At " + at + ": " + d.Detail
		}
		d.Attribute = tftypes.NewAttributePathWithSteps(steps[:found])
	}
}

// findable counts the steps that every CLI finds.
func findable(steps []tftypes.AttributePathStep) int {
	if len(steps) < 2 {
		return len(steps)
	}
	switch steps[1].(type) {
	case tftypes.ElementKeyString:
		return 2
	case tftypes.AttributeName:
		if steps[0] == tftypes.AttributeName(base.TimeoutsName) { // the only block
			return len(steps)
		}
	}
	return 1
}

// placeText writes a place as HCL refers to it. An element of a set has no name of its own: what is in it counts as in the set.
func placeText(steps []tftypes.AttributePathStep) string {
	var b strings.Builder
	for i, step := range steps {
		if i > 0 && steps[i-1] == tftypes.AttributeName(notification.Recipients) {
			continue // a list for the framework only
		}
		switch step := step.(type) {
		case tftypes.AttributeName:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(string(step))
		case tftypes.ElementKeyString:
			b.WriteString("[" + strconv.Quote(string(step)) + "]")
		case tftypes.ElementKeyInt:
			b.WriteString("[" + strconv.FormatInt(int64(step), 10) + "]")
		}
	}
	return b.String()
}
