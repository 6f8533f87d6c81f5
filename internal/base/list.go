package base

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Listed is one object that a list resource has found.
type Listed struct {
	ID, Name string
	Fill     func(*list.ListResult) // completes the resource, which has its id as after an import
}

// List answers a list resource with what was found, in its order, up to the limit; after an error in diags with that. Warnings go with
// the first result.
func (k Kind) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, found []Listed, diags diag.Diagnostics) {
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	count := min(len(found), int(max(req.Limit, 0)))
	if count == 0 && len(diags) > 0 {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for i, item := range found[:count] {
			result := item.result(ctx, req)
			if i == 0 {
				result.Diagnostics.Append(diags...)
			}
			if i == count-1 && count < len(found) {
				k.warnLimit(&result.Diagnostics, count, len(found))
			}
			if !push(result) {
				return
			}
		}
	}
}

func (l Listed) result(ctx context.Context, req list.ListRequest) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = l.displayName()
	SetIdentity(ctx, result.Identity, l.ID, &result.Diagnostics)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), l.ID)...)
		l.Fill(&result)
	}
	return result
}

// displayName is the name on one line, as a CLI prints it, or the id.
func (l Listed) displayName() string {
	return cmp.Or(strings.Join(strings.FieldsFunc(l.Name, unicode.IsControl), " "), l.ID)
}

// warnLimit goes with the last result, since a CLI reads none beyond the limit: Terraform sets one of 100 where the user sets
// none, and does not say that there is more.
func (k Kind) warnLimit(diags *diag.Diagnostics, count, all int) {
	diags.AddWarning("Not all "+k.Noun+" are listed", fmt.Sprintf(
		"Showing %d of %d, because the list block has a limit, 100 by default. To list all of them, set limit = %d", count, all, all))
}
