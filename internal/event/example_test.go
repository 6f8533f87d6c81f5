package event_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// A sample is the same for the same seed and time, so a test of a receiver can compare it.
func ExampleSample() {
	payload, err := event.Sample("validate", 1, time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(raw))
	// Output: {"event":"validate","sentAt":"2026-09-01T08:00:00Z"}
}
