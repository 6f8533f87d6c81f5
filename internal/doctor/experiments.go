package doctor

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// outcome is what a response says, without its words.
func outcome(r *response) string {
	switch {
	case r.err != nil:
		return "no response"
	case r.ok():
		return fmt.Sprintf("accepted (%d)", r.status)
	case r.object()["code"] != nil:
		return fmt.Sprintf("rejected (%d, with a code)", r.status)
	}
	return fmt.Sprintf("rejected (%d)", r.status)
}

// smallestRule creates the rule that all else builds on, and returns its id.
func (t *trial) smallestRule(ctx context.Context) string {
	id, r := t.create(ctx, rulesPath, t.rule("smallest", nil))
	t.answer("smallest-rule", "Is a rule with only a name, a rule type, a status and one recipient accepted?", outcome(r))
	switch {
	case r.status == http.StatusForbidden:
		t.find("no-permission", problem, "The key is not allowed to create rules (403). Its user or service account needs the permission to manage "+
			"notification rules, MANAGE_NOTIFICATION_RULES.")
		return ""
	case !r.ok():
		t.find("create-refused", problem, "Soda Cloud rejects the smallest rule that its documentation allows, so the provider cannot create rules.")
		return ""
	case id == "":
		t.find("never-listed", problem, "An object that was created did not appear in the list. The provider would treat it as deleted.")
		return ""
	}
	if o := t.stored(ctx, rulesPath, id); o != nil {
		t.answer("absent-filter", "How is a missing filter returned?", form(o, "filter"))
		t.answer("absent-customization", "How is a missing customization returned?", form(o, "customization"))
	}
	return id
}

// form says how a field that holds nothing is written.
func form(o object, field string) string {
	value, there := o[field]
	switch v := value.(type) {
	case nil:
		if there {
			return "null"
		}
		return "absent"
	case map[string]any:
		if len(v) == 0 {
			return "an empty object"
		}
	case []any:
		if len(v) == 0 {
			return "an empty list"
		}
	}
	return "with a value"
}

// orderAndSpelling creates a rule whose parts have an order, and updates it without its filter.
func (t *trial) orderAndSpelling(ctx context.Context) {
	in := t.rule("order", object{
		"recipients": []any{email("soda-doctor-z@example.com", "warning", "info"), email("Soda-Doctor-A@Example.com")},
		"filter": object{"type": "or", "expressions": []any{
			object{"type": "contains", "field": object{"field": "datasetTags"}, "value": "soda-doctor-z"},
			object{"type": "in", "field": object{"field": "datasetLabel"}, "values": []any{"soda-doctor-z", "soda-doctor-a"}},
		}},
		"customization": object{"type": "minimal", "message": "soda-doctor"},
	})
	id, r := t.create(ctx, rulesPath, in)
	t.answer("full-rule", "Is a rule with a filter, two recipients and a customization accepted?", outcome(r))
	if id == "" {
		return
	}
	if o := t.stored(ctx, rulesPath, id); o != nil {
		t.compare(in, o)
	}
	without := t.rule("order changed", object{"recipients": in["recipients"]})
	r = t.call(ctx, http.MethodPost, rulesPath+"/"+id, nil, without)
	t.answer("update-without-filter-status", "Is an update without filter and customization accepted?", outcome(r))
	changed := func(o object) bool { name, _ := o["name"].(string); return strings.HasSuffix(name, "order changed") }
	if r.ok() {
		t.noteSuccess(r)
		if o := t.await(ctx, rulesPath, changed); o != nil {
			t.answer("update-without-filter", "What does an update without a filter do to the filter?", clearedOrKept(o, "filter"))
			t.answer("update-without-customization", "What does an update without a customization do to it?", clearedOrKept(o, "customization"))
		}
	}
	without["sodaDoctorUnknown"] = "x"
	r = t.call(ctx, http.MethodPost, rulesPath+"/"+id, nil, without)
	t.answer("unknown-field", "Is an update with an unknown field accepted?", outcome(r))
	if !r.ok() && t.found("unknown-fields") {
		t.find("refuse-fields", difference, "Objects have fields that updates must not contain. The provider leaves them out of updates, with a warning.")
	}
}

func clearedOrKept(o object, field string) string {
	if form(o, field) == "with a value" {
		return "it is kept"
	}
	return "it is cleared"
}

// compare notes in what a stored rule differs from what was sent.
func (t *trial) compare(sent, got object) {
	spelling := fmt.Sprint(got["recipients"])
	if !strings.Contains(spelling, "Soda-Doctor-A@Example.com") && strings.Contains(strings.ToLower(spelling), "soda-doctor-a@example.com") {
		t.find("lower-emails", difference, "Email addresses are stored in a different case than they were sent in. Write them in lower case.")
	}
	for _, field := range []string{"recipients", "filter", "customization"} {
		text := "kept"
		if !reflect.DeepEqual(lower(sent[field]), lower(got[field])) {
			text = "changed"
		}
		t.answer("order-"+field, "Is the field "+field+" of a rule returned as it was sent, including the order?", text)
	}
}

// lower returns a comparable text without regard to case.
func lower(value any) string { return strings.ToLower(fmt.Sprint(value)) }

// spaceInName sends a name with space around it and capitals in it.
func (t *trial) spaceInName(ctx context.Context) {
	in := t.rule("", object{"name": " " + t.tag + " Capital "})
	id, r := t.create(ctx, rulesPath, in)
	t.answer("space-in-name", "Is a name with surrounding white space accepted?", outcome(r))
	if id == "" {
		return
	}
	name, _ := t.stored(ctx, rulesPath, id)["name"].(string)
	if name != "" && strings.TrimSpace(name) == name {
		t.find("trim", difference, "Names are stored without surrounding white space. Write them without it.")
	}
	if name != "" && !strings.Contains(name, "Capital") {
		t.find("lower-names", difference, "Names are stored in lower case. Write them in lower case.")
	}
}

// emptyParts sends null and empty lists.
func (t *trial) emptyParts(ctx context.Context) {
	_, r := t.create(ctx, rulesPath, t.rule("null", object{"filter": nil, "customization": nil}))
	t.answer("null", "Are null values for filter and customization accepted?", outcome(r))
	_, r = t.create(ctx, rulesPath, t.rule("no recipients", object{"recipients": []any{}}))
	t.answer("no-recipients", "Is a rule without recipients accepted?", outcome(r))
	_, r = t.create(ctx, rulesPath, t.rule("no triggers", object{"recipients": []any{object{"type": "email", "email": "soda-doctor@example.com", "triggers": []any{}}}}))
	t.answer("no-triggers", "Is a recipient without triggers accepted?", outcome(r))
}

// nameLengths and filterDepths try growing sizes up to the first that is refused.
func (t *trial) nameLengths(ctx context.Context) {
	t.grow(ctx, "name-length", "How long can a name be?", []int{256, 1024, 4096}, func(n int) object {
		return object{"name": t.tag + " " + strings.Repeat("n", n-len(t.tag)-1)}
	})
}

func (t *trial) filterDepths(ctx context.Context) {
	t.grow(ctx, "filter-depth", "How deeply can a filter be nested?", []int{8, 32, 128}, func(n int) object {
		filter := object{"type": "equals", "field": object{"field": "checkName"}, "value": "soda-doctor"}
		for range n - 1 {
			filter = object{"type": "not", "expression": filter}
		}
		return object{"filter": filter}
	})
}

func (t *trial) grow(ctx context.Context, id, question string, sizes []int, changes func(int) object) {
	most := 0
	for _, n := range sizes {
		if _, r := t.create(ctx, rulesPath, t.rule(fmt.Sprint(id, " ", n), changes(n))); !r.ok() {
			t.answer(id, question, fmt.Sprintf("%d is accepted, %d is %s", most, n, outcome(r)))
			return
		}
		most = n
	}
	t.answer(id, question, fmt.Sprintf("%d is accepted; larger values were not tried", most))
}

// unknownRule writes to a rule that does not exist.
func (t *trial) unknownRule(ctx context.Context) {
	const path = rulesPath + "/00000000-0000-4000-8000-000000000000"
	t.answer("update-unknown", "What is the response to an update of an unknown rule?", outcome(t.call(ctx, http.MethodPost, path, nil, t.rule("unknown", nil))))
	t.answer("delete-unknown", "What is the response to a delete of an unknown rule?", outcome(t.call(ctx, http.MethodDelete, path, nil, nil)))
}

// nameTwice creates a rule of a name that is taken.
func (t *trial) nameTwice(ctx context.Context, _ string) {
	_, r := t.create(ctx, rulesPath, t.rule("smallest", nil))
	t.answer("name-twice", "What is the response to a second rule with the same name?", outcome(r))
	t.noteConflict(r)
}

func (t *trial) noteConflict(r *response) {
	if r.status == http.StatusBadRequest {
		t.find("conflict-400", difference, "A conflict, such as a name that is already used, is rejected with status 400 instead of 409. The provider handles both.")
	}
}

// deletion deletes a rule, and says what becomes of it.
func (t *trial) deletion(ctx context.Context, id string) {
	path := rulesPath + "/" + id
	is := func(o object) bool { return idOf(any(o)) == id }
	r := t.call(ctx, http.MethodDelete, path, nil, nil)
	t.answer("delete", "What is the response to a delete?", outcome(r))
	if r.ok() {
		t.noteSuccess(r)
	}
	t.answer("second-delete", "What is the response to a second delete right afterwards?", outcome(t.call(ctx, http.MethodDelete, path, nil, nil)))
	t.answer("update-deleted", "What is the response to an update right after the delete?", outcome(t.call(ctx, http.MethodPost, path, nil, t.rule("deleted", nil))))
	took, gone := t.gone(ctx, rulesPath, is)
	switch {
	case gone:
		t.answer("listed-after-delete", "How long does a deleted rule stay in the list?", fmt.Sprintf("at most %s", took.Round(100*time.Millisecond)))
	case r.status == http.StatusNotFound:
		t.find("delete-404", problem, "A delete is rejected with status 404, although the rule exists and stays in the list. Terraform would keep it in the state, with an error.")
	default:
		t.find("delete-without-effect", problem, "A deleted rule stays in the list.")
	}
}
