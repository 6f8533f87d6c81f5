package doctor

import "net/http"

// KeyRefused returns the text of a finding about a refused key.
func KeyRefused(region string) string {
	_, text := obstacle(&response{status: http.StatusUnauthorized}, region, "environment")
	return text
}
