package doctor

import (
	"context"
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// trial is the part of an examination that writes. All that it creates has its tag in the name.
type trial struct {
	*examination
	tag     string
	created map[string][]string // ids by collection
}

// write answers what the documents leave open, by trying, and removes what it has created.
func (e *examination) write(ctx context.Context) {
	t := &trial{examination: e, tag: "soda-doctor-" + strings.ToLower(rand.Text()[:8]), created: map[string][]string{}}
	defer t.cleanUp(context.WithoutCancel(ctx))
	t.say("writing: everything that is created has %s in its name and is removed at the end", t.tag)
	smallest := t.smallestRule(ctx)
	if smallest == "" {
		t.webhooks(ctx) // another permission
		return
	}
	for _, experiment := range []func(context.Context){
		t.orderAndSpelling, t.spaceInName, t.emptyParts, t.nameLengths, t.filterDepths, t.unknownRule,
		func(ctx context.Context) { t.nameTwice(ctx, smallest) },
		func(ctx context.Context) { t.deletion(ctx, smallest) },
		t.webhooks,
	} {
		if ctx.Err() != nil {
			t.find("interrupted", problem, "The examination was interrupted.")
			return
		}
		experiment(ctx)
	}
}

type object = map[string]any

// rule returns a rule that notifies nobody, since it is paused, with changes to it.
func (t *trial) rule(name string, changes object) object {
	rule := object{"name": t.tag + " " + name, "ruleType": "check", "status": "paused", "recipients": []any{email("soda-doctor@example.com")}}
	maps.Copy(rule, changes)
	return rule
}

func email(address string, levels ...string) object {
	triggers := []any{}
	for _, level := range append(levels, "critical") {
		triggers = append(triggers, object{"type": "testResultLevel", "level": level})
	}
	return object{"type": "email", "email": address, "triggers": triggers}
}

// create creates an object, and returns its id: "" if it was refused or cannot be found.
func (t *trial) create(ctx context.Context, collection string, in object) (id string, r *response) {
	r = t.call(ctx, http.MethodPost, collection, nil, in)
	if !r.ok() {
		return "", r
	}
	t.noteSuccess(r)
	if id = idOf(any(r.object())); id == "" {
		if location, err := url.Parse(r.header.Get("Location")); err == nil && location.Path != "" && location.Path != collection {
			id = path.Base(location.Path)
		}
	}
	if id == "" {
		name, _ := in["name"].(string)
		id = idOf(any(t.await(ctx, collection, func(o object) bool { return o["name"] == name })))
	}
	if id != "" {
		t.created[collection] = append(t.created[collection], id)
	}
	return id, r
}

// noteSuccess notes a response of success to a write that is not as documented.
func (t *trial) noteSuccess(r *response) {
	if r.status != http.StatusOK || len(r.body) == 0 {
		t.find("empty-success", difference, "Writes succeed with a status other than 200, or without a body. The provider looks up the object in the list.")
	}
}

// stored returns an object as the list shows it, nil if the list does not within the patience.
func (t *trial) stored(ctx context.Context, collection, id string) object {
	found := t.await(ctx, collection, func(o object) bool { return idOf(any(o)) == id })
	if found == nil {
		t.find("never-listed", problem, "An object that was created did not appear in the list. The provider would treat it as deleted.")
	}
	t.noteDuplicates(any(found))
	return found
}

// await looks for an object until the list has it.
func (t *trial) await(ctx context.Context, collection string, is func(object) bool) object {
	start := time.Now()
	for {
		all, ok := t.listed(ctx, collection)
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i]
		}
		if ok {
			t.find("list-lag", difference, "New or changed objects appear in the list only after a while. The provider waits for them.")
		}
		if time.Since(start) > t.options.Patience || !sleep(ctx, t.options.Pause) {
			return nil
		}
	}
}

// gone waits until the list has no object that is meant, and returns how long that took.
func (t *trial) gone(ctx context.Context, collection string, is func(object) bool) (took time.Duration, ok bool) {
	start := time.Now()
	for {
		all, ok := t.listed(ctx, collection)
		if ok && !slices.ContainsFunc(all, is) {
			return time.Since(start), true
		}
		if time.Since(start) > t.options.Patience || !sleep(ctx, t.options.Pause) {
			return 0, false
		}
	}
}

// listed returns the objects of a collection that belong to this trial.
func (t *trial) listed(ctx context.Context, collection string) (mine []object, ok bool) {
	operation := "listNotificationRules"
	if collection != rulesPath {
		operation = "listWebhookIntegrations"
	}
	for number := 0; ; number++ {
		r := t.call(ctx, http.MethodGet, collection, pageOf(number, 1000), nil)
		page := r.object()
		if !isPage(page) {
			return nil, false
		}
		t.noteDifferences(differences(operationOf(operation), r))
		content := page["content"].([]any)
		for _, item := range content {
			o, _ := item.(object)
			if name, _ := o["name"].(string); strings.Contains(strings.ToLower(name), t.tag) {
				mine = append(mine, o)
			}
		}
		if last, _ := page["last"].(bool); last || len(content) == 0 {
			return mine, true
		}
	}
}

// cleanUp removes what the trial has created, whatever became of it, and counts what cannot be removed.
func (t *trial) cleanUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	t.say("removing what was created")
	for _, collection := range []string{rulesPath, t.webhooksPath()} {
		if collection != rulesPath && t.works("listWebhookIntegrations") != yes {
			continue
		}
		all, _ := t.listed(ctx, collection)
		for _, o := range all {
			if id := idOf(any(o)); id != "" && !slices.Contains(t.created[collection], id) {
				t.created[collection] = append(t.created[collection], id)
			}
		}
		for _, id := range t.created[collection] {
			t.call(ctx, http.MethodDelete, collection+"/"+url.PathEscape(id), nil, nil)
		}
		if _, ok := t.gone(ctx, collection, func(object) bool { return true }); !ok {
			left, _ := t.listed(ctx, collection)
			t.report.LeftBehind += max(len(left), 1)
		}
	}
	if t.report.LeftBehind > 0 {
		t.find("left-behind", problem, "Not everything that was created could be removed. In Soda Cloud, delete all objects with \"soda-doctor-\" in their name.")
		t.say("in Soda Cloud, delete all objects with %s in their name", t.tag)
	}
}
