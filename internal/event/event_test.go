package event_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

func TestScope_Events(t *testing.T) {
	for scope, want := range map[event.Scope][]event.Name{
		event.AlertNotification: {event.Validate, event.CheckEvaluation},
		event.Incidents:         {event.Validate, event.IncidentCreated, event.IncidentUpdated},
		event.Contracts:         {event.Validate, event.ContractPublished},
		"agreements":            {},
	} {
		if got := scope.Events(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", scope, got, want)
		}
	}
}

func TestSample(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 123456789, time.FixedZone("CEST", 2*60*60))
	for _, name := range event.Names() {
		t.Run(string(name), func(t *testing.T) {
			first := fields(t, name, 1, at)
			if !reflect.DeepEqual(first, fields(t, name, 1, at)) {
				t.Error("two samples of one seed and time differ")
			}
			if name != event.Validate && reflect.DeepEqual(first, fields(t, name, 2, at)) {
				t.Error("samples of two seeds are equal")
			}
			if first["event"] != string(name) {
				t.Errorf("got event %v, want %s", first["event"], name)
			}
			checkLeaves(t, at, "", first)
		})
	}
}

func TestSample_unknown(t *testing.T) {
	if _, err := event.Sample("agreementCreated", 1, time.Now()); err == nil || !strings.Contains(err.Error(), "validate") {
		t.Errorf("got %v, want an error that lists the events", err)
	}
}

func fields(t *testing.T, name event.Name, seed uint64, at time.Time) map[string]any {
	t.Helper()
	payload, err := event.Sample(name, seed, at)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// checkLeaves demands valid ids, and times in UTC that are not after at.
func checkLeaves(t *testing.T, at time.Time, key string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			checkLeaves(t, at, key, member)
		}
	case []any:
		for _, item := range v {
			checkLeaves(t, at, key, item)
		}
	case string:
		checkLeaf(t, at, key, v)
	}
}

func checkLeaf(t *testing.T, at time.Time, key, value string) {
	t.Helper()
	switch key {
	case "id":
		if _, err := uuid.Parse(value); err != nil {
			t.Errorf("id %q: %v", value, err)
		}
	case "sentAt", "created", "lastUpdated", "dataTimestamp":
		got, err := time.Parse(time.RFC3339Nano, value)
		if err != nil || !strings.HasSuffix(value, "Z") || got.After(at) {
			t.Errorf("%s: got %q (%v), want a time in UTC not after %s", key, value, err, at)
		}
	}
}
