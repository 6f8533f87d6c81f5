package header_test

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

// Names and values as receivers of webhooks use them. None of them may be shown without somebody's decision.
func TestSeemsSecret(t *testing.T) {
	for name, value := range map[string]string{
		"Authorization":       "Bearer abc.def",
		"authorization":       "Digest username=\"soda\"",
		"Proxy-Authorization": "Basic dXNlcjpwdw==",
		"Cookie":              "session=1",
		"X-ApiKey":            "k",
		"X-API-Key":           "k",
		"AccessToken":         "t",
		"X-Access-Token":      "t",
		"X-Signature":         "sha256=abc",
		"X-Hub-Signature-256": "sha256=abc",
		"X-Auth":              "a",
		"X-Auth-User":         "soda",
		"X-Session":           "1",
		"X-Password":          "p",
		"Passphrase":          "p",
		"X-Tenant":            "finance",
		"X-Routing":           "R0UTE",
		"X-Automation-Id":     "4f1a",
		"DD-API-KEY":          "k",
		"X-Vault-Token":       "hvs.abc",
		"X-Forward":           "application/json", // nobody knows what it is
		"X-Api":               "k",
		"Token":               "t",
		"X-Licence":           "l",
		"Api-Version":         "1",
	} {
		if !header.SeemsSecret(name, value) {
			t.Errorf("%s: %s is shown", name, value)
		}
	}
	for _, value := range []string{
		"Bearer abc.def", "basic dXNlcjpjYW5hcnk=", "Token abc", "Digest abc", "GenieKey 3b1c", "ApiKey abc", "Splunk abc", "Signature keyId=1",
		"AWS4-HMAC-SHA256 Credential=AKIA", "HMAC-SHA256 abc", "Negotiate YII", "key=abc",
		"xoxb-123456789012-abc", "xapp-1-A0123456789", "sk_live_0123456789", "sk-proj-0123456789", "pk_test_0123456789", "ghp_0123456789abcdef", "glpat-0123456789",
		"AKIA0123456789ABCDEF", "eyJhbGciOi.eyJzdWIiOi.c2ln", "T0123ABCDEFGH456789XYZ", "SG.0123456789.abc",
		"d3b07384-d113-4ec6-a5b6-0f1e2d3c4b5a", "AIzaSyA0123456789abcdefghi",
	} {
		if !header.SeemsSecret("X-Team", value) {
			t.Errorf("X-Team: %s is shown", value)
		}
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "content-type": "application/vnd.soda.v1+json; charset=utf-8", "Accept": "*/*", "Accept-Language": "de",
		"User-Agent": "soda-webhooks/1.0 (+https://example.com)", "X-Team": "data", "x-team": "Finance & Controlling", "X-Data-Team": "platform",
		"X-Environment": "production", "X-Env": "prod", "X-Source": "soda-cloud", "X-Region": "eu-central-1", "X-Severity": "", "Authorization": "", "X-Api-Version": "2026-01-01",
	} {
		if header.SeemsSecret(name, value) {
			t.Errorf("%s: %s is hidden", name, value)
		}
	}
}
