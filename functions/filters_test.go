package functions_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

const noFilters = `{"filters":[]}`

// filters reads u's filters, and returns the body and its ETag.
func (u user) filters(t *testing.T) (body, etag string) {
	t.Helper()
	a := request{method: "GET", path: "/api/filters", token: u.Token}.send(t).want(t, 200)
	return strings.TrimSpace(string(a.Body)), a.Header.Get("ETag")
}

// replaceFilters sends u's filters, with an If-Match unless that is "".
func (u user) replaceFilters(t *testing.T, ifMatch, body string) answer {
	t.Helper()
	q := request{method: "PUT", path: "/api/filters", token: u.Token, body: body}
	if ifMatch != "" {
		q.header = map[string]string{"If-Match": ifMatch}
	}
	return q.send(t)
}

// TestFilters saves searches, reads and replaces them. They are kept in their order, as texts are, and by version.
func TestFilters(t *testing.T) {
	u, other := newUser(t), newUser(t)
	if body, etag := u.filters(t); body != noFilters || etag != `"0"` {
		t.Errorf("at first: %s %s", body, etag)
	}
	request{method: "GET", path: "/api/filters", token: u.Token, header: map[string]string{"If-None-Match": `"0"`}}.
		send(t).want(t, 304)
	first := u.replaceFilters(t, `"0"`, `{"filters":[{"search":" #calls due:week ","name":"  Cafe\u0301 "},
		{"name":"A \"b\" <c> ","search":"\u202ex"}]}`).want(t, 200)
	const want = "{\"filters\":[{\"name\":\"Café\",\"search\":\"#calls due:week\"}," +
		"{\"name\":\"A \\\"b\\\" <c>\",\"search\":\"\u202ex\u202c\"}]}"
	if got := strings.TrimSpace(string(first.Body)); got != want || first.Header.Get("ETag") != `"1"` {
		t.Errorf("saved\n%s %s, want\n%s", got, first.Header.Get("ETag"), want)
	}
	if body, etag := u.filters(t); body != want || etag != `"1"` {
		t.Errorf("read\n%s %s, want\n%s", body, etag, want)
	}
	if body, _ := other.filters(t); body != noFilters {
		t.Errorf("another user has %s", body)
	}
	for _, late := range []string{`"0"`, `"2"`, `W/"1"`, `"1-gzip"`} {
		p := u.replaceFilters(t, late, noFilters).want(t, 412).problem(t)
		if p.Detail != "The filters have changed since you read them" {
			t.Error(p.Detail)
		}
	}
	other.replaceFilters(t, `"1"`, noFilters).want(t, 412) // who has none
	if body, _ := u.filters(t); body != want {
		t.Errorf("after refusals: %s", body)
	}
	for i, ifMatch := range []string{`"1"`, "", "*", `"0", "4"`} { // without a version the last write wins
		a := u.replaceFilters(t, ifMatch, fmt.Sprintf(`{"filters":[{"name":"n","search":"%d"}]}`, i)).want(t, 200)
		if want := fmt.Sprintf(`"%d"`, i+2); a.Header.Get("ETag") != want {
			t.Errorf("%s: %s, want %s", ifMatch, a.Header.Get("ETag"), want)
		}
	}
	u.replaceFilters(t, "", noFilters).want(t, 200)
	if body, etag := u.filters(t); body != noFilters || etag != `"6"` {
		t.Errorf("in the end: %s %s", body, etag)
	}
	other.replaceFilters(t, "*", noFilters).want(t, 200)
}

// TestFiltersAtOnce has many devices save the first filter at once: one of them does.
func TestFiltersAtOnce(t *testing.T) {
	u := newUser(t)
	const devices = 8
	statuses := make([]int, devices)
	var all sync.WaitGroup
	for i := range devices {
		all.Go(func() {
			body := fmt.Sprintf(`{"filters":[{"name":"%d","search":"x"}]}`, i)
			statuses[i] = u.replaceFilters(t, `"0"`, body).Status
		})
	}
	all.Wait()
	saved := 0
	for i, status := range statuses {
		switch body, _ := u.filters(t); {
		case status == 200 && strings.Contains(body, fmt.Sprintf(`"%d"`, i)):
			saved++
		case status != 412:
			t.Errorf("device %d: %d, and the filters are %s", i, status, body)
		}
	}
	if _, etag := u.filters(t); saved != 1 || etag != `"1"` {
		t.Errorf("%d have saved theirs: %s", saved, etag)
	}
}

// TestFilterRules sends filters that break a rule: the place is named, and nothing is written.
func TestFilterRules(t *testing.T) {
	u := newUser(t)
	long := func(n int) string { return strings.Repeat("é", n) }
	good := func(name, search string) string { return fmt.Sprintf(`{"name":"%s","search":"%s"}`, name, search) }
	many := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = good(fmt.Sprintf("%s%02d", strings.Repeat("😀", 58), i), strings.Repeat("😀", 200))
		}
		return strings.Join(all, ",")
	}
	for _, c := range []struct{ filters, field, rule string }{
		{`{}`, "filters[0].name", "Name is required"},
		{good("a", "b") + `,{"name":"c"}`, "filters[1].search", "Search is required"},
		{good("a", "b") + `,` + good("c", `\u200b `), "filters[1].search", "Search is required"},
		{`{"name":null,"search":"x"}`, "filters[0].name", "Name is required"},
		{`{"name":7,"search":"x"}`, "filters[0].name", "name must be a string"},
		{good("a", `x\ty`), "filters[0].search", "Search must not contain control characters"},
		{good(`x\ny`, "b"), "filters[0].name", "Name must not contain control characters"},
		{good(`x\u0000`, "b"), "filters[0].name", "name must not contain the character NUL"},
		{good(long(61), "b"), "filters[0].name", "Name must be 60 characters or less"},
		{good("a", long(201)), "filters[0].search", "Search must be 200 characters or less"},
		{good("Straße", "b") + `,` + good("c", "b") + `,` + good("STRASSE", "b"), "filters[2].name",
			"Name must be another one: a filter before has it already"},
		{`{"name":"a","search":"b","color":"red"}`, "filters[0].color", `"color" is not a field that can be set here`},
		{`{"name":"a","search":"b"},7`, "filters[1]", "filters[1] must be an object"},
		{`{"name":"a","name":"b"}`, "filters[0]", `filters[0]: The body has the field "name" twice`},
		{many(51), "filters", "filters must be at most 50"},
	} {
		p := u.replaceFilters(t, "", `{"filters":[`+c.filters+`]}`).want(t, 422).problem(t)
		if p.Errors[0].Field != c.field || p.Errors[0].Detail != c.rule {
			t.Errorf("%.80s: %+v, want %s: %s", c.filters, p.Errors[0], c.field, c.rule)
		}
	}
	for _, body := range []string{`{}`, `{"filters":null}`, `{"filters":{}}`} {
		p := u.replaceFilters(t, "", body).want(t, 422).problem(t)
		if p.Errors[0].Field != "filters" || p.Errors[0].Detail != "filters must be a list of objects" {
			t.Errorf("%s: %+v", body, p.Errors[0])
		}
	}
	if _, etag := u.filters(t); etag != `"0"` {
		t.Errorf("something was written: %s", etag)
	}
	u.replaceFilters(t, "", `{"filters":[`+many(50)+`]}`).want(t, 200)
	u.replaceFilters(t, "", `{"filters":[`+good(long(60), long(200))+`]}`).want(t, 200)
}
