package soda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// call makes one call and decodes its answer. in is the body, nil for none; args fill the path.
func call[Out any](ctx context.Context, c *Client, op operation, in any, args ...string) (*Out, error) {
	return callQuery[Out](ctx, c, op, nil, in, args...)
}

func callQuery[Out any](ctx context.Context, c *Client, op operation, query url.Values, in any, args ...string) (*Out, error) {
	if c.broken != nil {
		return nil, c.broken
	}
	a, err := c.send(ctx, op, query, in, args)
	if err != nil {
		return nil, err
	}
	if a.status < 200 || a.status > 299 {
		return nil, c.newError(op, a, in)
	}
	out := new(Out)
	if err := a.decode(op, out); err != nil {
		failed := c.newError(op, a, in)
		failed.Code, failed.Message = "", err.Error()
		return nil, failed
	}
	return out, nil
}

// answer is what came of a call in the end.
type answer struct {
	status int
	header http.Header
	path   string // as called
	body   []byte
}

// send makes a call, with all its attempts, and returns the last answer.
func (c *Client) send(ctx context.Context, op operation, query url.Values, in any, args []string) (*answer, error) {
	target, err := op.target(c.config.BaseURL, c.config.IntegrationsPath, query, args)
	if err != nil {
		return nil, err
	}
	var sent []byte
	if in != nil {
		if sent, err = json.Marshal(in); err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
	}
	tries := &attempts{op: op}
	req, err := retryablehttp.NewRequestWithContext(withAttempts(ctx, tries), op.method, target.String(), sent)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	req.SetBasicAuth(c.config.APIKeyID, c.config.APIKeySecret)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.config.UserAgent)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, tries.failure(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, path: target.EscapedPath(), body: body}, nil
}

// decode reads an answer into out. An answer of success that is not JSON comes from something that is not the API: a page
// of the web application, a proxy, a login form.
func (a *answer) decode(op operation, out any) error {
	body := bytes.TrimSpace(a.body)
	if len(body) == 0 && op.write() {
		return nil // a write may have nothing to say
	}
	if a.html() || len(body) == 0 || body[0] == '<' {
		return errNotJSON
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("the answer cannot be read: %w", err)
	}
	return nil
}

func (a *answer) html() bool { return strings.HasPrefix(a.header.Get("Content-Type"), "text/html") }
