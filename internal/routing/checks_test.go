package routing_test

import (
	"reflect"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

func randomSubject(r interface{ IntN(int) int }) filter.Subject {
	some := func(n int) (list []string) {
		for range n {
			list = append(list, values[r.IntN(80)])
		}
		return list
	}
	return filter.Subject{
		Fields:     map[string][]string{"checkName": some(1), "datasetTags": some(r.IntN(3))},
		Attributes: map[string]map[string][]string{"checkResourceAttribute": {"severity": some(r.IntN(2))}},
	}
}

// TestChecks holds the sets against Match, subject by subject.
func TestChecks(t *testing.T) {
	for seed := range uint64(300) {
		r := filtertest.New(seed)
		var subjects []filter.Subject
		for range 70 {
			s := randomSubject(r)
			if r.IntN(4) == 0 {
				delete(s.Fields, "checkName")
			}
			subjects = append(subjects, s)
		}
		checks := routing.NewChecks(subjects)
		for range 10 {
			e := random(r, 1+r.IntN(8))
			yes, no := checks.Match(e)
			for i, s := range subjects {
				got := []bool{yes.Test(uint(i)), no.Test(uint(i))}
				want := filter.Match(e, s)
				if !reflect.DeepEqual(got, []bool{want == filter.True, want == filter.False}) {
					t.Fatalf("seed %d: got %v, want %v for %v and %v", seed, got, want, e, s)
				}
			}
		}
	}
}
