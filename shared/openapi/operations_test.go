package openapi_test

import (
	"slices"
	"strings"
	"testing"

	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"
)

// withoutBody are the functions whose method takes a body that they do not need.
var withoutBody = []string{
	"logout", "refresh", "betterAuthSignOut", "betterAuthGetSession", "betterAuthRevokeSessions",
	"betterAuthRevokeOtherSessions", "betterAuthUpdateSession", "restoreTask", "restoreList",
}

func TestEveryOperationIsDescribed(t *testing.T) {
	model, _ := document()
	ids := map[string]bool{}
	for _, o := range operations(model) {
		t.Run(o.name(), func(t *testing.T) {
			var function string
			if node := o.Extensions.GetOrZero("x-function"); node == nil || node.Decode(&function) != nil {
				t.Fatal("no x-function")
			}
			if ids[o.OperationId] {
				t.Errorf("operationId %q is used twice", o.OperationId)
			}
			ids[o.OperationId] = true
			if o.OperationId != function && !strings.HasPrefix(o.OperationId, function) {
				t.Errorf("operationId %q does not begin with %q", o.OperationId, function)
			}
			if o.Summary == "" || o.Description == "" {
				t.Error("no summary or no description")
			}
			groups := []string{"Auth", "Better Auth", "Tasks", "Lists", "Filters", "Trash", "System"}
			if len(o.Tags) != 1 || !slices.Contains(groups, o.Tags[0]) {
				t.Fatalf("tags %v", o.Tags)
			}
			if o.betterAuth() != strings.HasPrefix(function, "betterAuth") {
				t.Errorf("tag %s of function %s", o.Tags[0], function)
			}
			if o.RequestBody != nil {
				if o.RequestBody.Required == nil || !*o.RequestBody.Required {
					t.Error("the request body is not required")
				}
				needExamples(t, "request", o.RequestBody.Content)
			} else if slices.Contains([]string{"POST", "PUT", "PATCH"}, o.method) &&
				!slices.Contains(withoutBody, function) {
				t.Error("no request body")
			}
			for _, p := range o.parameters() {
				if value(p) == "" {
					t.Errorf("parameter %s: no example", p.Name)
				}
			}
			needed := []string{"405", "500"}
			if o.betterAuth() {
				needed = []string{"404", "500"}
			}
			for _, code := range needed {
				if o.Responses.Codes.GetOrZero(code) == nil {
					t.Errorf("no %s", code)
				}
			}
			for code, response := range o.Responses.Codes.FromOldest() {
				if response.Description == "" {
					t.Errorf("%s: no description", code)
				}
				if h := response.Headers.GetOrZero("X-Request-Id"); h == nil || !h.Required {
					t.Errorf("%s: no X-Request-Id", code)
				}
				for _, header := range o.headers(code) {
					if h := response.Headers.GetOrZero(header); h == nil || !h.Required {
						t.Errorf("%s: no %s", code, header)
					}
				}
				needExamples(t, code, response.Content)
				if o.betterAuth() {
					betterAuthError(t, code, o.OperationId, response.Content)
					continue
				}
				problem := slices.Contains(mediaTypes(response.Content), "application/problem+json")
				if problem != (code >= "400") && o.OperationId != "health" {
					t.Errorf("%s: a problem: %v", code, problem)
				}
			}
		})
	}
}

// betterAuthError checks the form of an error of Better Auth's functions: {message, code}, but an empty body for a 500
// and for the 404 of a method that the path lacks.
func betterAuthError(t *testing.T, code, operationID string, content *orderedmap.Map[string, *v3.MediaType]) {
	t.Helper()
	if code < "400" {
		return
	}
	with404 := []string{
		"betterAuthSignInSocial", "betterAuthLinkSocial", "betterAuthDeleteUser", "betterAuthDeleteUserCallback",
	}
	want := []string{"application/json"}
	if code == "500" || code == "404" && !slices.Contains(with404, operationID) {
		want = nil
	}
	if got := mediaTypes(content); !slices.Equal(got, want) {
		t.Errorf("%s: content %v, want %v", code, got, want)
	}
	for _, m := range content.FromOldest() {
		if ref := m.Schema.GetReference(); ref != "#/components/schemas/BetterAuthError" {
			t.Errorf("%s: schema %q", code, ref)
		}
	}
}
