package base

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Lookup is a data source that finds exactly one T. None and several are errors at the argument, which name what was
// looked for and what is nearest to it.
type Lookup[T interface{ Unreadable() error }] struct {
	DataSource

	Kind        Kind
	Description string
	Keys        []Key[T]                    // exactly one is configured
	Narrowings  []Narrowing[T]              // may be configured beside the key
	Attributes  map[string]schema.Attribute // those that are computed only
	Hidden      string                      // why an object that exists may not be found; may be empty

	Label func(T) Label
	State func(context.Context, T, *diag.Diagnostics) any // a struct with tfsdk tags
}

// Key is an argument that says which object is meant.
type Key[T any] struct {
	Attribute   string
	Description string

	// Candidates returns the objects among which the one with the value is, if it exists, and others to suggest.
	Candidates func(ctx context.Context, client *soda.Client, value string) ([]T, error)
	Matches    func(item T, value string) bool
}

// Narrowing is an optional argument that tells apart objects which share a key.
type Narrowing[T any] struct {
	Attribute   string
	Description string
	Of          func(T) string
}

// Label is how diagnostics name an object. Sort is what a Narrowing goes by, or empty.
type Label struct{ Sort, Name, ID string }

func (l Label) String() string {
	return strings.TrimLeft(fmt.Sprintf("%s %q (id %s)", l.Sort, l.Name, l.ID), " ")
}

// OneOrNone makes candidates of the answer to a look-up by id, where a missing object is not an error yet. A missing call is.
func OneOrNone[T any](found *T, err error) ([]T, error) {
	switch {
	case soda.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []T{*found}, nil
}

// Metadata names the data source.
func (l *Lookup[T]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = l.Kind.Type
}

// Schema puts the arguments beside the computed attributes.
func (l *Lookup[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := maps.Clone(l.Attributes)
	for _, key := range l.Keys {
		attributes[key.Attribute] = argument(key.Description, len(l.Keys) == 1)
	}
	for _, narrowing := range l.Narrowings {
		attributes[narrowing.Attribute] = argument(narrowing.Description, false)
	}
	resp.Schema = schema.Schema{MarkdownDescription: l.Description, Attributes: attributes}
}

// argument is either required, or optional and filled in with what was found.
func argument(description string, required bool) schema.StringAttribute {
	return schema.StringAttribute{
		Required:            required,
		Optional:            !required,
		Computed:            !required,
		MarkdownDescription: description,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// ConfigValidators demands exactly one key where there are several.
func (l *Lookup[T]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	if len(l.Keys) == 1 {
		return nil
	}
	var keys []path.Expression
	for _, key := range l.Keys {
		keys = append(keys, path.MatchRoot(key.Attribute))
	}
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(keys...)}
}

// Read finds the object. The key stays as it is written, where another spelling matches too.
func (l *Lookup[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	w := l.wanted(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	candidates, err := w.key.Candidates(ctx, l.Client, w.value)
	if err != nil {
		l.Kind.AddError(&resp.Diagnostics, "read", err)
		return
	}
	found := slices.DeleteFunc(slices.Clone(candidates), func(item T) bool { return !w.matches(item) })
	switch len(found) {
	case 0:
		l.addMissing(&resp.Diagnostics, w, candidates)
	case 1:
		if err := found[0].Unreadable(); err != nil {
			l.Kind.AddError(&resp.Diagnostics, "read", err)
			return
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, l.State(ctx, found[0], &resp.Diagnostics))...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(w.key.Attribute), w.value)...)
	default:
		l.addSeveral(&resp.Diagnostics, w, found)
	}
}

// wanted is what a configuration asks for.
type wanted[T any] struct {
	key      Key[T]
	value    string
	narrowed map[string]string // values of the narrowings that are configured, by attribute
	matches  func(T) bool
}

func (l *Lookup[T]) wanted(ctx context.Context, req datasource.ReadRequest, diags *diag.Diagnostics) wanted[T] {
	configured := func(attribute string) types.String {
		var value types.String
		diags.Append(req.Config.GetAttribute(ctx, path.Root(attribute), &value)...)
		return value
	}
	w := wanted[T]{narrowed: map[string]string{}}
	for _, key := range l.Keys {
		if value := configured(key.Attribute); !value.IsNull() {
			w.key, w.value = key, value.ValueString()
		}
	}
	for _, narrowing := range l.Narrowings {
		if value := configured(narrowing.Attribute); !value.IsNull() {
			w.narrowed[narrowing.Attribute] = value.ValueString()
		}
	}
	w.matches = func(item T) bool {
		for _, narrowing := range l.Narrowings {
			if value, ok := w.narrowed[narrowing.Attribute]; ok && value != narrowing.Of(item) {
				return false
			}
		}
		return w.key.Matches(item, w.value)
	}
	return w
}

func (w wanted[T]) String() string {
	asked := []string{fmt.Sprintf("the %s %q", w.key.Attribute, w.value)}
	for _, attribute := range slices.Sorted(maps.Keys(w.narrowed)) {
		asked = append(asked, fmt.Sprintf("the %s %q", attribute, w.narrowed[attribute]))
	}
	return strings.Join(asked, " and ")
}

func (l *Lookup[T]) addMissing(diags *diag.Diagnostics, w wanted[T], candidates []T) {
	text := fmt.Sprintf("No %s has %s.", l.Kind.Noun, w)
	if near := nearest(w.value, l.labels(candidates)); len(near) > 0 {
		text += " Closest matches:" + lines(near)
	} else if len(candidates) > 0 && len(candidates) <= maxSuggested {
		text += " Available:" + lines(l.labels(candidates))
	}
	if l.Hidden != "" {
		text += "\n\n" + l.Hidden
	}
	diags.AddAttributeError(path.Root(w.key.Attribute), "Cannot find the "+l.Kind.Noun, text)
}

func (l *Lookup[T]) addSeveral(diags *diag.Diagnostics, w wanted[T], found []T) {
	var others []string
	for _, narrowing := range l.Narrowings {
		if _, set := w.narrowed[narrowing.Attribute]; !set {
			others = append(others, narrowing.Attribute)
		}
	}
	for _, key := range l.Keys {
		if key.Attribute != w.key.Attribute {
			others = append(others, key.Attribute)
		}
	}
	advice := "Replace the lookup with the id of the one you mean:"
	if len(others) > 0 {
		advice = "To select one, set " + strings.Join(others, " or ") + ":"
	}
	diags.AddAttributeError(path.Root(w.key.Attribute), "Cannot tell which "+l.Kind.Noun+" is meant",
		fmt.Sprintf("More than one %s has %s. %s%s", l.Kind.Noun, w, advice, lines(l.labels(found))))
}

func (l *Lookup[T]) labels(items []T) []Label {
	labels := make([]Label, len(items))
	for i, item := range items {
		labels[i] = l.Label(item)
	}
	return labels
}

func lines(labels []Label) string {
	var b strings.Builder
	for _, label := range labels {
		b.WriteString("\n  " + label.String())
	}
	return b.String()
}
