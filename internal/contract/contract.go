// Package contract holds the calls of Soda Cloud that this project uses, as an OpenAPI document, and checks requests and
// answers against it. The emulator and tests import it; the provider never does, so its binary carries neither the
// document nor the validator. What the emulator does with a valid request lives in package emulator.
package contract

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

//go:embed openapi.yaml
var document []byte

// Status says how much is known of an operation.
type Status string

// The statuses of x-status.
const (
	Published Status = "published" // Soda documents the call, its path and its schemas
	Inferred  Status = "inferred"  // Soda documents the call; its path or schema could not be seen
	Contract  Status = "contract"  // Soda publishes no such call
)

// Operation is one call of the contract.
type Operation struct {
	ID         string // operationId, as in "createNotificationRule"
	Method     string
	Path       string // template, as in "/api/v1/notificationRules/{notificationRuleId}"
	Status     Status
	Summary    string
	Permission string // empty where none is known
	Requests   int    // rate limit: at most Requests in any Window
	Window     time.Duration
}

// Operations lists all calls, sorted by path and method.
func Operations() []Operation { return slices.Clone(load().operations) }

// Call is a request that found its operation.
type Call struct {
	Operation Operation
	Params    map[string]string // path parameters, unescaped

	input *openapi3filter.RequestValidationInput
}

// ErrNoOperation is returned by Route for a path or method that the contract does not know.
var ErrNoOperation = errors.New("no such operation")

// Route finds the operation a request calls, by its escaped path: an id with a slash in it stays one path segment.
func Route(r *http.Request) (*Call, error) {
	c := load()
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.EscapedPath(), ErrNoOperation)
	}
	for name, escaped := range params {
		if params[name], err = url.PathUnescape(escaped); err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.EscapedPath(), err)
		}
	}
	return &Call{
		Operation: c.byID[route.Operation.OperationID],
		Params:    params,
		input:     &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: options},
	}, nil
}

// ValidateRequest checks parameters and body. The body can be read again afterwards.
// Credentials are not checked: they are the server's business.
func (c *Call) ValidateRequest(ctx context.Context) error {
	return short(openapi3filter.ValidateRequest(ctx, c.input))
}

// ValidateResponse checks status, content type and body of an answer to the call.
func (c *Call) ValidateResponse(ctx context.Context, status int, header http.Header, body []byte) error {
	return short(openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: c.input,
		Status:                 status,
		Header:                 header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                options,
	}))
}

// Query returns a query parameter as it came, or the default that the document gives it: "" where it gives none.
func (c *Call) Query(name string) string {
	if query := c.input.Request.URL.Query(); query.Has(name) {
		return query.Get(name)
	}
	p := c.input.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name)
	if p == nil || p.Schema.Value.Default == nil {
		return ""
	}
	return fmt.Sprint(p.Schema.Value.Default)
}

var options = &openapi3filter.Options{
	AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
	SkipSettingDefaults:   true, // a request is passed on as it came
	IncludeResponseStatus: true,
}

type loaded struct {
	router     routers.Router
	operations []Operation
	byID       map[string]Operation
}

// load parses the embedded document once. A document that does not parse is a bug that every test of this package shows,
// so it panics.
var load = sync.OnceValue(func() *loaded {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		panic(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		panic(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		panic(err)
	}
	c := &loaded{router: router, byID: map[string]Operation{}}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := operation(method, path, op)
			c.operations = append(c.operations, o)
			c.byID[o.ID] = o
		}
	}
	slices.SortFunc(c.operations, func(a, b Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return c
})

func operation(method, path string, op *openapi3.Operation) Operation {
	var limit struct{ Requests, Seconds int }
	extension(op, "x-rate-limit", &limit)
	o := Operation{
		ID: op.OperationID, Method: method, Path: path, Summary: op.Summary,
		Requests: limit.Requests, Window: time.Duration(limit.Seconds) * time.Second,
	}
	extension(op, "x-status", &o.Status)
	extension(op, "x-permission", &o.Permission)
	return o
}

// extension decodes the named extension into out and leaves out alone when it is absent.
func extension(op *openapi3.Operation, name string, out any) {
	value, ok := op.Extensions[name]
	if !ok {
		return
	}
	raw, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		panic(fmt.Errorf("%s: %s: %w", op.OperationID, name, err))
	}
}

// short reduces a validation error to where and why. The library's own text repeats the value, which may be a secret.
func short(err error) error {
	if err == nil {
		return nil
	}
	place := ""
	if request, ok := errors.AsType[*openapi3filter.RequestError](err); ok && request.Parameter != nil {
		place = fmt.Sprintf("parameter %q", request.Parameter.Name)
	}
	if schema, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		if place == "" {
			place = "/" + strings.Join(schema.JSONPointer(), "/")
		}
		return fmt.Errorf("%s: %s", place, schema.Reason)
	}
	return err
}
