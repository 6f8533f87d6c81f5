package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// placed is an error of a seed with its place, as in "/rules/3/recipients/0".
type placed struct {
	place string
	err   error
}

func (p *placed) Error() string { return p.err.Error() }
func (p *placed) Unwrap() error { return p.err }

// SeedFile replaces all that the emulator holds by a file in JSON or YAML. Its rules and webhooks are held to the contract as
// if they were sent. The error says in which line what is wrong.
func (e *Emulator) SeedFile(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var document yaml.Node // JSON is a part of YAML
	if err := yaml.Unmarshal(raw, &document); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	o, err := e.parseOrganization(&document)
	if err == nil {
		err = e.Seed(o)
	}
	if at, ok := errors.AsType[*placed](err); ok {
		return fmt.Errorf("%s:%d: %s: %w", path, lineOf(&document, at.place), at.place, err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (e *Emulator) parseOrganization(document *yaml.Node) (o Organization, err error) {
	var tree any
	if err := document.Decode(&tree); err != nil {
		return o, err
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		return o, err
	}
	for _, place := range gather(decodeTree(raw), reflect.TypeFor[Organization](), "") {
		if !strings.HasSuffix(place, "/"+extraKey) {
			return o, &placed{place, errors.New("there is no such key")}
		}
	}
	if object, ok := decodeTree(raw).(map[string]any); ok {
		if err := errors.Join(e.sendable(object, "rules", "/api/v1/notificationRules"), e.sendable(object, "webhooks", "/api/v1/integrations/webhooks")); err != nil {
			return o, err
		}
	}
	return o, json.Unmarshal(raw, &o)
}

// serverOwn are the members that a seed may have and a request may not.
var serverOwn = []string{"id", "ownerId", "isDefault", "createdAt", "updatedAt", "lastTriggeredAt", "disabled", extraKey}

// sendable holds the objects of a list to the contract, as requests to the path.
func (e *Emulator) sendable(organization map[string]any, list, path string) error {
	objects, _ := organization[list].([]any)
	for i, object := range objects {
		place := fmt.Sprintf("/%s/%d", list, i)
		fields, ok := object.(map[string]any)
		if !ok {
			return &placed{place, errors.New("must be an object")}
		}
		for _, own := range serverOwn {
			delete(fields, own)
		}
		if _, on := e.quirk(UnknownEnums); on {
			knownEnums(fields)
		}
		if err := sent(path, fields); err != nil {
			inside, reason, _ := strings.Cut(err.Error(), ": ")
			return &placed{place + strings.TrimSuffix(inside, "/"), errors.New(reason)}
		}
	}
	return nil
}

func sent(path string, fields map[string]any) error {
	raw, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPost, "http://localhost"+path, io.NopCloser(bytes.NewReader(raw))) //nolint:noctx // it is never sent
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	c, err := contract.Route(req)
	if err != nil {
		return err
	}
	return c.ValidateRequest(req.Context())
}

// lineOf returns the line of a place, or of what is nearest around it.
func lineOf(node *yaml.Node, place string) int {
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	line := node.Line
	for _, step := range strings.Split(place, "/")[1:] {
		key, next := child(node, step)
		if next == nil {
			break
		}
		node, line = next, key.Line
	}
	return line
}

// child returns a member of a mapping with its key, or an element of a list.
func child(node *yaml.Node, step string) (key, value *yaml.Node) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i], node.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(node.Content) {
			return node.Content[i], node.Content[i]
		}
	case yaml.AliasNode:
		return child(node.Alias, step)
	}
	return nil, nil
}
