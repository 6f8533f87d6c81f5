// Command docschema completes the output of `providers schema -json`, from which docs/ is made, by what only newer CLIs put
// into it: actions, list resources and identities. So the pages do not depend on the CLI at hand.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

func main() {
	if err := complete(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// complete reads the schemas of this provider and writes them with what they lack.
func complete(ctx context.Context, in io.Reader, out io.Writer) error {
	var document struct {
		FormatVersion string                    `json:"format_version"`
		Providers     map[string]map[string]any `json:"provider_schemas"` // by address, then by kind
	}
	if err := json.NewDecoder(in).Decode(&document); err != nil {
		return err
	}
	server := provider.NewServer("docs")()
	schema, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identity, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	for _, kinds := range document.Providers {
		kinds["action_schemas"] = each(schema.ActionSchemas, func(s *tfprotov6.ActionSchema) any {
			return tfjson.ActionSchema{Block: block(s.Schema.Block)}
		})
		kinds["list_resource_schemas"] = each(schema.ListResourceSchemas, func(s *tfprotov6.Schema) any {
			return tfjson.Schema{Version: uint64(s.Version), Block: block(s.Block)}
		})
		kinds["resource_identity_schemas"] = each(identity.IdentitySchemas, func(s *tfprotov6.ResourceIdentitySchema) any {
			return tfjson.IdentitySchema{Version: uint64(s.Version), Attributes: identityAttributes(s.IdentityAttributes)}
		})
	}
	return json.NewEncoder(out).Encode(document)
}

func each[T any](schemas map[string]T, convert func(T) any) map[string]any {
	converted := map[string]any{}
	for name, schema := range schemas {
		converted[name] = convert(schema)
	}
	return converted
}

func block(b *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	converted := &tfjson.SchemaBlock{
		Attributes:      attributes(b.Attributes),
		NestedBlocks:    map[string]*tfjson.SchemaBlockType{},
		Description:     b.Description,
		DescriptionKind: kindOf(b.DescriptionKind),
	}
	for _, nested := range b.BlockTypes {
		converted.NestedBlocks[nested.TypeName] = &tfjson.SchemaBlockType{NestingMode: nesting(nested.Nesting), Block: block(nested.Block)}
	}
	return converted
}

func attributes(list []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	converted := map[string]*tfjson.SchemaAttribute{}
	for _, a := range list {
		attribute := &tfjson.SchemaAttribute{
			Description:     a.Description,
			DescriptionKind: kindOf(a.DescriptionKind),
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			attribute.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
				Attributes: attributes(a.NestedType.Attributes), NestingMode: nesting(a.NestedType.Nesting),
			}
		} else {
			attribute.AttributeType = typeOf(a.Type)
		}
		converted[a.Name] = attribute
	}
	return converted
}

func identityAttributes(list []*tfprotov6.ResourceIdentitySchemaAttribute) map[string]*tfjson.IdentityAttribute {
	converted := map[string]*tfjson.IdentityAttribute{}
	for _, a := range list {
		converted[a.Name] = &tfjson.IdentityAttribute{
			IdentityType: typeOf(a.Type), Description: a.Description, RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
		}
	}
	return converted
}

func nesting(mode fmt.Stringer) tfjson.SchemaNestingMode {
	return tfjson.SchemaNestingMode(strings.ToLower(mode.String()))
}

func kindOf(kind tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	return tfjson.SchemaDescriptionKind(strings.ToLower(kind.String()))
}

// typeOf goes by way of JSON, in which both libraries write types in the same way.
func typeOf(t tftypes.Type) (converted cty.Type) {
	text, err := json.Marshal(t)
	if err == nil {
		err = json.Unmarshal(text, &converted)
	}
	if err != nil {
		panic(err) // a type that has no JSON is none that a schema can have
	}
	return converted
}
