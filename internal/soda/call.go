package soda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

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
	resp, err := c.send(ctx, op, query, in, args)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body) // in memory already, see transport
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, c.newError(op, resp, body)
	}
	out := new(Out)
	if err := decode(resp, body, out); err != nil {
		failed := c.newError(op, resp, nil)
		failed.Message = err.Error()
		return nil, failed
	}
	return out, nil
}

func (c *Client) send(ctx context.Context, op operation, query url.Values, in any, args []string) (*http.Response, error) {
	target, err := op.target(c.config.BaseURL, c.config.IntegrationsPath, query, args)
	if err != nil {
		return nil, err
	}
	var body []byte
	if in != nil {
		if body, err = json.Marshal(in); err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
	}
	req, err := retryablehttp.NewRequestWithContext(withAttempts(ctx, op), op.method, target.String(), body)
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
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return resp, nil
}

// decode reads an answer into out. An answer of success that is not JSON comes from something that is not the API: a page
// of the web application, a proxy, a login form.
func decode(resp *http.Response, body []byte, out any) error {
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return nil
	}
	if media == "text/html" || body[0] == '<' {
		return errNotJSON
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("the answer cannot be read: %w", err)
	}
	return nil
}
