package base

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Mover takes over an object from a resource of a generic REST provider, as a moved block asks. It keeps the id, and through
// Fill what Soda Cloud may hide; the read that follows adds the rest, as after an import.
type Mover struct {
	Kind

	Keys []string // which the API's JSON of such an object always has
	Fill func(ctx context.Context, sent []byte, state *tfsdk.State, diags *diag.Diagnostics)
}

// StateMovers implement resource.ResourceWithMoveState.
func (m Mover) StateMovers() []resource.StateMover {
	return []resource.StateMover{{StateMover: m.move}}
}

func (m Mover) move(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	id, sent, wrong := m.find(req)
	if wrong != "" {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot move %s to %s", req.SourceTypeName, m.Type), wrong)
		return
	}
	resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("id"), id)...)
	SetIdentity(ctx, resp.TargetIdentity, id, &resp.Diagnostics)
	if m.Fill != nil {
		m.Fill(ctx, sent, &resp.TargetState, &resp.Diagnostics)
	}
}

// find returns the id of the object and what was sent to write it, or says why there is no such object.
func (m Mover) find(req resource.MoveStateRequest) (id string, sent []byte, wrong string) {
	read, ok := genericResources[req.SourceTypeName]
	if !ok {
		return "", nil, fmt.Sprintf("Only %s can be moved. For anything else, use an import block, and a removed block with destroy = false.",
			strings.Join(slices.Sorted(maps.Keys(genericResources)), " and "))
	}
	from, err := read(req.SourceRawState.JSON)
	if err != nil {
		return "", nil, fmt.Sprintf("The state of %s, schema version %d, is in a form that this provider does not recognize. %s",
			req.SourceTypeName, req.SourceSchemaVersion, insteadOfMove)
	}
	keys := from.sent.keys()
	for key := range from.received.keys() {
		keys[key] = true
	}
	lacks := slices.DeleteFunc(slices.Clone(m.Keys), func(key string) bool { return keys[key] })
	if len(lacks) > 0 {
		return "", nil, fmt.Sprintf("The object at %q is not a %s: its JSON has %s, but no %s. Check from and to in the moved block.",
			from.path, m.Noun, listed(slices.Sorted(maps.Keys(keys))), strings.Join(lacks, " and no "))
	}
	if id = from.objectID(); id == "" {
		return "", nil, fmt.Sprintf("The state of %s has no id for the %s at %q. %s", req.SourceTypeName, m.Noun, from.path, insteadOfMove)
	}
	return id, from.sent, ""
}

const insteadOfMove = "Use an import block, and a removed block with destroy = false."

func listed(names []string) string {
	if len(names) == 0 {
		return "no keys"
	}
	return strings.Join(names, ", ")
}

// genericResources read the resources that can be moved, by type. Their providers' namespaces do not count: forks keep the form.
var genericResources = map[string]func(state []byte) (generic, error){
	"restapi_object":   readRestapi,
	"restful_resource": readRestful,
}

// generic is what such a resource has in its state. The JSON may hold secrets: diagnostics show its keys only.
type generic struct {
	path, id       string
	sent, received jsonObject
}

// objectID is the id in the response. That of the resource may be a path, or another key of the object.
func (g generic) objectID() string {
	var received struct{ ID string }
	_ = json.Unmarshal(g.received, &received)
	if received.ID != "" {
		return received.ID
	}
	return strings.Trim(strings.TrimPrefix(g.id, g.path), "/")
}

// readRestapi reads what Mastercard/restapi has in its state: JSON as text.
func readRestapi(state []byte) (generic, error) {
	var s struct {
		ID, Path, Data string
		Response       string `json:"api_response"`
	}
	err := json.Unmarshal(state, &s)
	return generic{s.Path, s.ID, jsonObject(s.Data), jsonObject(s.Response)}, err
}

// readRestful reads what magodo/restful has in its state: dynamic values, in its first versions JSON as text.
func readRestful(state []byte) (generic, error) {
	var s struct {
		ID, Path     string
		Body, Output dynamicJSON
		Sensitive    dynamicJSON `json:"sensitive_output"`
	}
	err := json.Unmarshal(state, &s)
	if len(s.Output) == 0 {
		s.Output = s.Sensitive
	}
	return generic{s.Path, s.ID, jsonObject(s.Body), jsonObject(s.Output)}, err
}

// jsonObject is the text of a JSON object, or of nothing.
type jsonObject []byte

func (o jsonObject) keys() map[string]bool {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(o, &members) // what is no object has no keys
	keys := make(map[string]bool, len(members))
	for key := range members {
		keys[key] = true
	}
	return keys
}

// dynamicJSON is the value of a dynamic attribute, or the text in a string.
type dynamicJSON []byte

func (d *dynamicJSON) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*d = dynamicJSON(text)
		return nil
	}
	var dynamic struct{ Value json.RawMessage }
	err := json.Unmarshal(raw, &dynamic)
	*d = dynamicJSON(dynamic.Value)
	return err
}
