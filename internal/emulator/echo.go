package emulator

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf16"
)

// Encoding is a form in which servers repeat what they were sent.
type Encoding struct {
	Name   string
	Encode func(string) string
}

// Encodings are the forms that the quirk Echo knows.
func Encodings() []Encoding {
	return []Encoding{
		{"raw", func(s string) string { return s }},
		{"upper", strings.ToUpper},
		{"lower", strings.ToLower},
		{"trimmed", strings.TrimSpace},
		{"cut", func(s string) string { return s[:len(s)*2/3] + "..." }},
		{"wrapped", func(s string) string { return s[:len(s)/2] + "\n  " + s[len(s)/2:] }},
		{"json", func(s string) string { raw, _ := json.Marshal(s); return string(raw[1 : len(raw)-1]) }}, // a string
		{"json-slashes", strings.NewReplacer(`\`, `\\`, `"`, `\"`, `/`, `\/`).Replace},
		{"json-escapes", func(s string) string { return eachUnit(s, `\u%04X`) }},
		{"html", html.EscapeString},
		{"html-decimal", func(s string) string { return eachRune(s, "&#%d;") }},
		{"html-hex", func(s string) string { return eachRune(s, "&#x%x;") }},
		{"query", url.QueryEscape},
		{"percent", func(s string) string { return eachByte(s, "%%%02x") }},
		{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
		{"base64-url", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
		{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	}
}

func eachRune(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func eachUnit(s, format string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, format, unit)
	}
	return b.String()
}

func eachByte(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// isEncoding takes the name of an encoding, or all.
func isEncoding(value string) error {
	names := []string{"all"}
	for _, encoding := range Encodings() {
		names = append(names, encoding.Name)
	}
	return among(names...)(value)
}

// echo repeats what the request holds in the texts of an error, of a result of a test, and of a deletion, and in the trace id.
func (e *Emulator) echo(c *call, value string, a *answer) {
	sent := sentBy(c)
	if c.Operation.ID == "testWebhookIntegration" {
		sent = append(sent, e.heldBy(c.Params["integrationId"])...)
	}
	var texts strings.Builder
	for _, encoding := range Encodings() {
		if value != encoding.Name && value != "all" {
			continue
		}
		for _, text := range sent {
			texts.WriteString(" [" + encoding.Name + ": " + encoding.Encode(text) + "]")
		}
	}
	a.body = rewritten(a.body, func(tree any) {
		object, _ := tree.(map[string]any)
		for _, name := range []string{"code", "message", "responseBody", "error"} {
			if text, ok := object[name].(string); ok {
				object[name] = text + texts.String()
			}
		}
	})
	if a.status >= http.StatusBadRequest {
		a.header.Set("X-Soda-Trace-Id", strings.Join(strings.Fields(texts.String()), " "))
	}
}

// sentBy returns the header Authorization, what is in it, the body, and each text in the body.
func sentBy(c *call) []string {
	id, secret, _ := c.request.BasicAuth()
	sent := []string{c.request.Header.Get("Authorization"), id, secret}
	if len(c.body) > 0 {
		sent = append(sent, string(c.body))
	}
	return append(sent, textsOf(decodeTree(c.body))...)
}

func textsOf(tree any) (texts []string) {
	switch v := tree.(type) {
	case string:
		texts = append(texts, v)
	case []any:
		for _, item := range v {
			texts = append(texts, textsOf(item)...)
		}
	case map[string]any:
		for _, item := range v {
			texts = append(texts, textsOf(item)...)
		}
	}
	return texts
}

// heldBy returns what a webhook keeps secret.
func (e *Emulator) heldBy(id string) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	webhook, ok := e.webhooks.get(id)
	if !ok {
		return nil
	}
	held := []string{webhook.URL}
	if webhook.Secret != "" {
		held = append(held, webhook.Secret)
	}
	for _, h := range webhook.Headers {
		held = append(held, h.Value)
	}
	return held
}
