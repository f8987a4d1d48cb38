package openapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"

	"github.com/todo-backend/todo-backend/shared/openapi"
)

func TestDocumentIsValid(t *testing.T) {
	_, check := document(t)
	if ok, faults := check.ValidateDocument(); !ok {
		report(t, faults)
	}
}

func TestJSONEqualsYAML(t *testing.T) {
	source, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	converted, err := openapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(converted) {
		t.Fatal("JSON() is not JSON")
	}
	var want, got yaml.MapSlice // keeps the order; JSON is YAML too
	if err := yaml.UnmarshalWithOptions(source, &want, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(converted, &got, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(want, got) {
		t.Error("JSON() differs from openapi.yaml in content or order")
	}
	var plainWant, plainGot any
	if err := yaml.Unmarshal(source, &plainWant); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(converted, &plainGot); err != nil {
		t.Fatal(err)
	}
	roundTrip, err := json.Marshal(plainWant)
	if err != nil {
		t.Fatal(err)
	}
	var want2 any
	if err := json.Unmarshal(roundTrip, &want2); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(want2, plainGot) {
		t.Error("JSON(), read as JSON, differs from openapi.yaml")
	}
}

// functions are those of the contract, with how many operations each of them has.
var functions = map[string]int{
	"signup": 1, "login": 2, "logout": 2, "me": 1, "updateProfile": 2, "changePassword": 1, "refresh": 1,
	"listSessions": 1, "revokeSession": 1, "deleteAccount": 1, "demo": 1,
	"forgotPassword": 1, "resetPassword": 1, "sendVerification": 1, "verifyEmail": 1, "undoEmailChange": 2,
	"betterAuthOk": 1, "betterAuthSignUpEmail": 1, "betterAuthSignInEmail": 1, "betterAuthSignInSocial": 1,
	"betterAuthLinkSocial": 1, "betterAuthCallback": 1, "betterAuthSignOut": 1, "betterAuthGetSession": 2,
	"betterAuthListSessions": 1, "betterAuthRevokeSession": 1, "betterAuthRevokeSessions": 1,
	"betterAuthRevokeOtherSessions": 1, "betterAuthUpdateUser": 1, "betterAuthUpdateSession": 1,
	"betterAuthChangePassword": 1, "betterAuthVerifyPassword": 1, "betterAuthChangeEmail": 1,
	"betterAuthDeleteUser": 1, "betterAuthDeleteUserCallback": 1, "betterAuthRequestPasswordReset": 1,
	"betterAuthResetPasswordLink": 1, "betterAuthResetPassword": 1, "betterAuthSendVerificationEmail": 1,
	"betterAuthVerifyEmail": 1, "betterAuthListAccounts": 1, "betterAuthUnlinkAccount": 1, "betterAuthToken": 1,
	"betterAuthJwks": 1, "betterAuthError": 1,
	"listTasks": 1, "createTask": 1, "getTask": 1, "updateTask": 1, "deleteTask": 1, "overview": 1,
	"index": 1, "health": 1, "docs": 2, "redoc": 2, "openapi": 1,
}

// withoutBody are the functions that change something and need no body.
var withoutBody = []string{
	"logout", "refresh", "betterAuthSignOut", "betterAuthGetSession", "betterAuthRevokeSessions",
	"betterAuthRevokeOtherSessions", "betterAuthUpdateSession",
}

func TestEveryOperationIsDescribed(t *testing.T) {
	model, _ := document(t)
	found := map[string]int{}
	ids := map[string]bool{}
	for _, o := range operations(model) {
		t.Run(o.name(), func(t *testing.T) {
			var function string
			if node := o.Extensions.GetOrZero("x-function"); node == nil || node.Decode(&function) != nil {
				t.Fatal("no x-function")
			}
			found[function]++
			if ids[o.OperationId] {
				t.Errorf("operationId %q is there twice", o.OperationId)
			}
			ids[o.OperationId] = true
			if o.OperationId != function && !strings.HasPrefix(o.OperationId, function) {
				t.Errorf("operationId %q does not begin with %q", o.OperationId, function)
			}
			if o.Summary == "" || o.Description == "" {
				t.Error("no summary or no description")
			}
			if len(o.Tags) != 1 || !slices.Contains([]string{"Auth", "Better Auth", "Tasks", "System"}, o.Tags[0]) {
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
			} else if slices.Contains([]string{"POST", "PUT", "PATCH"}, o.method) && !slices.Contains(withoutBody, function) {
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
	if !maps.Equal(functions, found) {
		t.Errorf("operations of each function: %v, want %v", found, functions)
	}
}

// betterAuthError holds an answer of Better Auth's functions to their form: {message, code}, but nothing at all where
// something failed inside, and where a path does not have the method.
func betterAuthError(t *testing.T, code, operationID string, content *orderedmap.Map[string, *v3.MediaType]) {
	t.Helper()
	if code < "400" {
		return
	}
	with404 := []string{"betterAuthSignInSocial", "betterAuthLinkSocial", "betterAuthDeleteUser", "betterAuthDeleteUserCallback"}
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

// TestSchemasAreClosed finds objects that would let an unknown member pass. What Better Auth's functions read is open.
func TestSchemasAreClosed(t *testing.T) {
	text, err := openapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var root any
	if err := json.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			_, members := v["properties"].(map[string]any)
			kinds, _ := v["type"].([]any)
			object := members && (v["type"] == "object" || slices.Contains(kinds, any("object")))
			open := strings.HasPrefix(path, "/components/schemas/BetterAuth") && strings.HasSuffix(path, "Input")
			if object && (v["additionalProperties"] == false) == open && !strings.HasPrefix(path, "/paths//openapi.json/") {
				t.Errorf("%s lets unknown members pass: %v", path, !open)
			}
			for key, value := range v {
				walk(path+"/"+key, value)
			}
		case []any:
			for i, value := range v {
				walk(path+"/"+strconv.Itoa(i), value)
			}
		}
	}
	walk("", root)
}

// TestExamplesAreValid sends every example through the validator: each request with each of its bodies, each response
// with its headers.
func TestExamplesAreValid(t *testing.T) {
	model, check := document(t)
	for _, o := range operations(model) {
		for name, body := range examples(t, o.requestContent()) {
			t.Run(o.OperationId+"/request/"+name, func(t *testing.T) {
				if ok, faults := check.ValidateHttpRequest(o.request(t, body)); !ok {
					report(t, faults)
				}
			})
		}
		for code, response := range o.Responses.Codes.FromOldest() {
			for name, body := range examples(t, response.Content) {
				t.Run(o.OperationId+"/"+code+"/"+name, func(t *testing.T) {
					status, err := strconv.Atoi(code)
					if err != nil {
						t.Fatal(err)
					}
					answer := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body.text))}
					if body.mediaType != "" {
						answer.Header.Set("Content-Type", body.mediaType)
					}
					for header, h := range response.Headers.FromOldest() {
						answer.Header.Set(header, h.Example.Value)
					}
					if ok, faults := check.ValidateHttpResponse(o.request(t, example{}), answer); !ok {
						report(t, faults)
					}
				})
			}
		}
	}
}

// TestRulesAreStated sends bodies that break one rule each.
func TestRulesAreStated(t *testing.T) {
	_, check := document(t)
	long := strings.Repeat("é", 51)
	for _, c := range []struct {
		method, path, body string
		valid              bool
	}{
		{"POST", "/api/tasks", `{"title":"` + strings.Repeat("é", 200) + `"}`, true},
		{"POST", "/api/tasks", `{"title":"` + strings.Repeat("é", 201) + `"}`, false},
		{"POST", "/api/tasks", `{}`, false},
		{"POST", "/api/tasks", `{"title":" "}`, false},
		{"POST", "/api/tasks", `{"title":"a\u0000b"}`, false},
		{"POST", "/api/tasks", `{"title":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","user_id":"01a19b61-607c-752e-89a7-834df2a74de4"}`, false},
		{"POST", "/api/tasks", `{"title":"a","priority":"urgent"}`, false},
		{"POST", "/api/tasks", `{"title":"a","priority":null,"category":null,"due_date":null,"description":null,"recurrence_pattern":null}`, true},
		{"POST", "/api/tasks", `{"title":"a","tags":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","tags":["` + long + `"]}`, false},
		{"POST", "/api/tasks", `{"title":"a","tags":["1","2","3","4","5","6","7","8","9","10","11"]}`, false},
		{"POST", "/api/tasks", `{"title":"a","category":"` + long + `"}`, false},
		{"POST", "/api/tasks", `{"title":"a","due_date":"2026-11-30"}`, false},
		{"POST", "/api/tasks", `{"title":"a","due_date":"1899-12-31T00:00:00Z"}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true,"recurrence_pattern":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true,"recurrence_pattern":"daily"}`, true},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":false,"recurrence_pattern":"daily"}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":false}`, true},
		{"POST", "/api/tasks", `{"title":"a","recurrence_pattern":"yearly"}`, false},
		{"PATCH", "/api/tasks/01a207af-f791-7181-a54c-66175d9dc9f8", `{"is_recurring":true}`, true},
		{"PATCH", "/api/tasks/01a207af-f791-7181-a54c-66175d9dc9f8", `{"completed":null}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"1234567"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"` + strings.Repeat("é", 129) + `"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a","password":"12345678"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"12345678","full_name":"A","name":"A"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"12345678","email_verified":true}`, false},
		{"PATCH", "/api/auth/profile", `{"avatar_url":"javascript:alert(1)"}`, false},
		{"PATCH", "/api/auth/profile", `{"avatar_url":null,"full_name":null}`, true},
		{"PATCH", "/api/auth/profile", `{"timezone":null}`, false},
		{"PATCH", "/api/auth/profile", `{"language":"english please"}`, false},
		{"POST", "/api/auth/password/forgot", `{"email":"a@example.com"}`, true},
		{"POST", "/api/auth/password/forgot", `{"email":"a@example.com","redirect_to":"/reset"}`, false},
		{"POST", "/api/auth/password/forgot", `{"email":"a@example.com","redirectTo":"https://todo.example.com"}`, false},
		{"POST", "/api/auth/password/reset", `{"token":"","new_password":"12345678"}`, false},
		{"POST", "/api/auth/password/reset", `{"token":"a","new_password":"1234567"}`, false},
		{"POST", "/api/auth/verification", `{}`, true},
		{"POST", "/api/auth/verification/confirm", `{}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":"a@example.com","password":"12345678","emailVerified":true}`, true},
		{"POST", "/api/auth/sign-up/email", `{"email":"a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":null,"email":"a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":" a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":"a@example.com","password":"1234567"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":"a@example.com","password":"12345678","image":null}`, false},
		{"POST", "/api/auth/sign-in/email", `{"email":"a@example.com","password":""}`, true},
		{"POST", "/api/auth/sign-in/email", `{"email":"a@example.com","password":"x","rememberMe":"true"}`, false},
		{"POST", "/api/auth/sign-in/social", `{"callbackURL":"/"}`, false},
		{"POST", "/api/auth/sign-in/social", `{"provider":"github","idToken":null}`, true},
		{"POST", "/api/auth/sign-in/social", `{"provider":"github","idToken":{"token":"a.b.c"}}`, false},
		{"POST", "/api/auth/update-user", `{"image":null}`, true},
		{"POST", "/api/auth/update-user", `{"name":null}`, false},
		{"POST", "/api/auth/update-user", `{}`, false},
		{"POST", "/api/auth/update-user", `{"name":"A","email":"a@example.com"}`, false},
		{"POST", "/api/auth/change-password", `{"newPassword":"12345678"}`, false},
		{"POST", "/api/auth/reset-password", `{"newPassword":"12345678"}`, true},
		{"POST", "/api/auth/delete-user", `{}`, true},
		{"POST", "/api/auth/delete-user", `{"password":null}`, false},
		{"POST", "/api/auth/revoke-session", `{}`, false},
		{"POST", "/api/auth/unlink-account", `{"providerId":"github"}`, false},
		{"GET", "/api/auth/reset-password/a", ``, false},
		{"GET", "/api/auth/reset-password/a?callbackURL=/", ``, true},
		{"GET", "/api/auth/verify-email?callbackURL=/", ``, false},
		{"GET", "/api/auth/get-session", ``, true},
		{"GET", "/api/tasks?limit=1000&sort_by=title&order=asc&priority=low", ``, true},
		{"GET", "/api/tasks?limit=1001", ``, false},
		{"GET", "/api/tasks?limit=abc", ``, false},
		{"GET", "/api/tasks?sort_by=color", ``, false},
		{"GET", "/api/tasks?completed=maybe", ``, false},
		{"GET", "/api/tasks/17", ``, false},
	} {
		t.Run(c.method+c.path+c.body, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
			r.Header.Set("Authorization", "Bearer a.b.c")
			if c.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			ok, faults := check.ValidateHttpRequest(r)
			if ok != c.valid {
				t.Errorf("valid: %v, want %v", ok, c.valid)
				report(t, faults)
			}
		})
	}
}

func document(t *testing.T) (*v3.Document, validator.Validator) {
	t.Helper()
	text, err := openapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	check, faults := validator.NewValidator(doc, config.WithFormatAssertions())
	if faults != nil {
		t.Fatal(faults)
	}
	return &model.Model, check
}

func report(t *testing.T, faults []*errors.ValidationError) {
	t.Helper()
	for _, fault := range faults {
		t.Errorf("%s: %s", fault.Message, fault.Reason)
		for _, cause := range fault.SchemaValidationErrors {
			t.Errorf("  %s %s", cause.KeywordLocation, cause.Reason)
		}
	}
}

type operation struct {
	*v3.Operation
	method, path string
	item         *v3.PathItem
}

func operations(model *v3.Document) (all []operation) {
	for path, item := range model.Paths.PathItems.FromOldest() {
		for method, o := range item.GetOperations().FromOldest() {
			all = append(all, operation{o, strings.ToUpper(method), path, item})
		}
	}
	return all
}

func (o operation) name() string { return o.method + " " + o.path }

func (o operation) betterAuth() bool { return slices.Contains(o.Tags, "Better Auth") }

// headers are those that every answer with a status must have. A server that cannot send mail is not asked again.
func (o operation) headers(code string) []string {
	switch {
	case code == "302":
		return []string{"Location"}
	case code == "401" && !o.betterAuth():
		return []string{"WWW-Authenticate"}
	case code == "405" && !o.betterAuth():
		return []string{"Allow"}
	case code == "429" && o.betterAuth():
		return []string{"Retry-After", "X-Retry-After"}
	case code == "503" && slices.Contains([]string{"forgotPassword", "sendVerification"}, o.OperationId):
		return nil
	case code == "429", code == "503":
		return []string{"Retry-After"}
	}
	return nil
}

func (o operation) parameters() []*v3.Parameter {
	return slices.Concat(o.item.Parameters, o.Parameters)
}

func (o operation) requestContent() *orderedmap.Map[string, *v3.MediaType] {
	if o.RequestBody == nil {
		return nil
	}
	return o.RequestBody.Content
}

// request is o with the example of each parameter.
func (o operation) request(t *testing.T, body example) *http.Request {
	t.Helper()
	r := httptest.NewRequest(o.method, o.path, bytes.NewReader(body.text))
	query := r.URL.Query()
	for _, p := range o.parameters() {
		switch p.In {
		case "path":
			r.URL.Path = strings.ReplaceAll(r.URL.Path, "{"+p.Name+"}", value(p))
		case "query":
			query.Set(p.Name, value(p))
		case "header":
			r.Header.Set(p.Name, value(p))
		default:
			t.Fatalf("parameter %s is in %s", p.Name, p.In)
		}
	}
	r.URL.RawQuery = query.Encode()
	r.Header.Set("Authorization", "Bearer a.b.c")
	if body.mediaType != "" {
		r.Header.Set("Content-Type", body.mediaType)
	}
	return r
}

// value is p's example. An optional parameter has it in the schema, since Swagger UI would fill it in otherwise.
func value(p *v3.Parameter) string {
	if p.Example != nil {
		return p.Example.Value
	}
	if inSchema := p.Schema.Schema().Examples; len(inSchema) > 0 {
		return inSchema[0].Value
	}
	return ""
}

type example struct {
	mediaType string
	text      []byte
}

// examples returns the bodies that content shows, and one without a body where there is no content.
func examples(t *testing.T, content *orderedmap.Map[string, *v3.MediaType]) map[string]example {
	t.Helper()
	all := map[string]example{}
	for mediaType, m := range content.FromOldest() {
		for name, e := range m.Examples.FromOldest() {
			var value any
			if err := e.Value.Decode(&value); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(value)
			if plain, ok := value.(string); ok {
				text = []byte(plain)
			}
			if err != nil {
				t.Fatal(err)
			}
			all[name] = example{mediaType, text}
		}
	}
	if orderedmap.Len(content) == 0 {
		all["none"] = example{}
	}
	return all
}

func needExamples(t *testing.T, where string, content *orderedmap.Map[string, *v3.MediaType]) {
	t.Helper()
	for mediaType, m := range content.FromOldest() {
		if orderedmap.Len(m.Examples) == 0 {
			t.Errorf("%s %s: no examples", where, mediaType)
		}
		for name, e := range m.Examples.FromOldest() {
			if e.Value == nil {
				t.Errorf("%s %s: example %s is empty", where, mediaType, name)
			}
		}
	}
}

func mediaTypes(content *orderedmap.Map[string, *v3.MediaType]) (names []string) {
	for name := range content.FromOldest() {
		names = append(names, name)
	}
	return names
}
