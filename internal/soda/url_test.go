package soda_test

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

func TestSameURL(t *testing.T) {
	const url = "https://events.example.com/soda?a=1"
	for other, want := range map[string]bool{
		url:                                   true,
		"HTTPS://Events.Example.com/soda?a=1": true,
		"https://events.example.com:443/soda?a=1": true,
		"https://events.example.com:/soda?a=1":    true,
		"https://events.example.com:444/soda?a=1": false,
		"https://events.example.com:80/soda?a=1":  false,
		"http://events.example.com/soda?a=1":      false,
		"https://events.example.com/Soda?a=1":     false,
		"https://events.example.com/soda/?a=1":    false,
		"https://events.example.com/soda?A=1":     false,
		"https://events.example.com/soda":         false,
		"https://me@events.example.com/soda?a=1":  false,
		"https://events.example.com/soda?a=1#x":   false,
		"%":                                       false,
	} {
		if got := soda.SameURL(url, other); got != want {
			t.Errorf("%s: got %t, want %t", other, got, want)
		}
	}
	for a, b := range map[string]string{
		"https://example.com": "https://example.com/", "https://example.com?a": "https://EXAMPLE.com:443/?a", "http://127.0.0.1:80/x": "http://127.0.0.1/x",
		"http://[::1]:80": "http://[::1]/", "https://4430.example:4430": "https://4430.example:4430/", "%": "%",
	} {
		if !soda.SameURL(a, b) {
			t.Errorf("%s and %s are the same", a, b)
		}
	}
}
