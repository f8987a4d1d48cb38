package functions_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestImportOfFilters brings filters into an account that has some: those whose names it has not are added at the end.
// A document without filters, as they were before there were any, changes none.
func TestImportOfFilters(t *testing.T) {
	u := newUser(t)
	document := func(filters string) string {
		return `{"format":"todo-backend","version":1,` + filters + `"lists":[],"tasks":[]}`
	}
	report := func(created, unchanged int) importReport {
		var r importReport
		r.Filters.Created, r.Filters.Unchanged = created, unchanged
		return r
	}
	const two = `"filters":[{"name":"ÉTÉ","search":"#summer"},{"name":"Calls","search":"#calls"}],`
	u.wantReport(t, "", document(two), report(2, 0))
	u.replaceFilters(t, `"1"`, `{"filters":[{"name":"été","search":"due:week"}]}`).want(t, 200)
	dry := report(1, 1)
	dry.DryRun = true
	u.wantReport(t, "?dry_run=true", document(two), dry)
	u.wantReport(t, "", document(two), report(1, 1))
	u.wantReport(t, "", document(two), report(0, 2))
	u.wantReport(t, "", document(""), report(0, 0))
	u.wantReport(t, "", document(`"filters":[],`), report(0, 0))
	const want = `{"filters":[{"name":"été","search":"due:week"},{"name":"Calls","search":"#calls"}]}`
	if body, etag := u.filters(t); body != want || etag != `"3"` {
		t.Errorf("%s %s, want %s", body, etag, want)
	}

	var more []string
	for i := range 49 {
		more = append(more, fmt.Sprintf(`{"name":"%d","search":"x"}`, i))
	}
	p := u.bringIn(t, "", document(`"filters":[`+strings.Join(more, ",")+`],`)).want(t, 422).problem(t)
	if p.Errors[0].Field != "filters" || !strings.Contains(p.Detail, "more than 50") {
		t.Errorf("%+v", p)
	}
	p = u.bringIn(t, "", document(`"filters":[{"name":"x"}],`)).want(t, 422).problem(t)
	if p.Errors[0].Field != "filters[0].search" {
		t.Errorf("%+v", p)
	}
	if body, _ := u.filters(t); body != want {
		t.Errorf("a refused import has written %s", body)
	}
	u.wantReport(t, "", document(`"filters":[`+strings.Join(more[:48], ",")+`],`), report(48, 0))
}

// TestImportOfFiltersAtOnce replaces the filters while an import adds one: a replacement that is confirmed stays.
func TestImportOfFiltersAtOnce(t *testing.T) {
	const document = `{"format":"todo-backend","version":1,"filters":[{"name":"C","search":"c"}],"lists":[],"tasks":[]}`
	for range 20 {
		u := newUser(t)
		u.replaceFilters(t, "", `{"filters":[{"name":"A","search":"a"}]}`).want(t, 200)
		var status int
		var both sync.WaitGroup
		both.Go(func() {
			const two = `{"filters":[{"name":"A","search":"a"},{"name":"B","search":"b"}]}`
			status = u.replaceFilters(t, `"1"`, two).Status
		})
		both.Go(func() { u.bringIn(t, "", document) })
		both.Wait()
		want := `{"filters":[{"name":"A","search":"a"},{"name":"B","search":"b"},{"name":"C","search":"c"}]}`
		if status == 412 {
			want = strings.Replace(want, `{"name":"B","search":"b"},`, "", 1)
		}
		if body, _ := u.filters(t); body != want {
			t.Fatalf("the replacement: %d, and the filters are %s", status, body)
		}
	}
}
