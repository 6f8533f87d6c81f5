package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// What is no Soda Cloud is called what it is, with the host, where that was set, and what to do. The key goes nowhere else.
func TestAccProvider_badServers(t *testing.T) {
	t.Parallel()
	const html, jsonType = "text/html; charset=utf-8", "application/json"
	for name, tc := range map[string]struct {
		status     int
		kind, body string
		want       string
	}{
		"a proxy with a page":       {502, html, "<html>Bad Gateway</html>", "The response was a web page."},
		"a page with status 200":    {200, html, "<html>Welcome</html>", "The response was a web page."},
		"a login page":              {401, html, "<html>Log in</html>", "The response was a web page."},
		"a captive portal":          {302, html, "<html>", "The response was a web page."},
		"a bare redirect":           {307, jsonType, "", "The response was a redirect."},
		"JSON that is no list":      {200, jsonType, `{"status":"ok"}`, "The response did not come from Soda's API"},
		"JSON of another kind":      {200, jsonType, `[1,2]`, "The response did not come from Soda's API"},
		"an empty response":         {204, jsonType, "", "The response did not come from Soda's API"},
		"another API's 404":         {404, jsonType, `{"error":"no route"}`, "The response did not come from Soda's API"},
		"a key of the other region": {401, jsonType, `{"message":"no"}`, "A key from one region (cloud.soda.io, cloud.us.soda.io) does not work in the other"},
		"a key that may not":        {403, jsonType, `{"message":"no"}`, "does not allow this call with the API key from the environment variable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				t.Error("the redirect was followed")
			}))
			defer elsewhere.Close()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tc.kind)
				if tc.status/100 == 3 {
					w.Header().Set("Location", elsewhere.URL)
				}
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.body))
			}))
			defer server.Close()
			badServer(t, server.URL, tc.want, strings.TrimPrefix(server.URL, "http://"))
		})
	}
}

// A host that cannot be reached is named, with where it was set.
func TestAccProvider_unreachable(t *testing.T) {
	t.Parallel()
	plain, closed := httptest.NewServer(http.NotFoundHandler()), httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	closed.Close()
	for host, want := range map[string]string{
		closed.URL:             "Is the emulator running there?",
		"https://soda.invalid": "does not exist. Soda Cloud is at cloud.soda.io (EU) and cloud.us.soda.io (US)",
		strings.Replace(plain.URL, "http:", "https:", 1): "does not use TLS",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			badServer(t, host, want)
		})
	}
}

// A certificate that does not hold is told from one that nobody here knows.
func TestAccProvider_badCertificates(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, tc := range map[string]struct {
		from, until time.Time
		host        string
		want        string
	}{
		"a clock a day late":    {now.Add(-48 * time.Hour), now.Add(-24 * time.Hour), "127.0.0.1", "According to this machine's clock"},
		"a clock a day early":   {now.Add(24 * time.Hour), now.Add(48 * time.Hour), "127.0.0.1", "According to this machine's clock"},
		"the name of another":   {now.Add(-time.Hour), now.Add(time.Hour), "localhost", "presents a certificate for another name"},
		"an authority of yours": {now.Add(-time.Hour), now.Add(time.Hour), "127.0.0.1", "SSL_CERT_FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			certificate := certificate(t, tc.from, tc.until)
			server := httptest.NewUnstartedServer(http.NotFoundHandler())
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
			server.StartTLS()
			defer server.Close()
			host := strings.Replace(server.Listener.Addr().String(), "127.0.0.1", tc.host, 1)
			badServer(t, "https://"+host, tc.want, host)
		})
	}
}

// certificate is one for 127.0.0.1 that nobody has signed.
func certificate(t *testing.T, from, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// badServer plans against the host, and wants one error with the texts, and that the environment named the host.
func badServer(t *testing.T, host string, want ...string) {
	t.Helper()
	config := map[string]string{"main.tf": rule + "provider \"soda\" {\n  max_retries = 0\n}\n"}
	cli := acctest.NewCLI(t, config, clean(t, "SODA_CLOUD_HOST="+host, "SODA_API_KEY_ID=id", "SODA_API_KEY_SECRET=secret-4711")...)
	out, status := cli.Run("plan", "-no-color")
	text := acctest.Unwrapped(out)
	if status != 1 || strings.Count(text, "Error: ") != 1 || strings.Contains(text, "secret-4711") {
		t.Errorf("got status %d, want one error\n%s", status, out)
	}
	for _, w := range append(want, "SODA_CLOUD_HOST") {
		if !strings.Contains(text, w) {
			t.Errorf("want %q in\n%s", w, out)
		}
	}
}
