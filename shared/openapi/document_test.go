package openapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"

	"github.com/todo-backend/todo-backend/shared/openapi"
)

// document returns the model of openapi.yaml and its validator, which are built once, in two seconds.
var document = sync.OnceValues(func() (*v3.Document, validator.Validator) {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	text, err := openapi.JSON()
	must(err)
	doc, err := libopenapi.NewDocument(text)
	must(err)
	model, err := doc.BuildV3Model()
	must(err)
	check, faults := validator.NewValidator(doc, config.WithFormatAssertions())
	for _, fault := range faults {
		must(fault)
	}
	return &model.Model, check
})

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

// headers returns the headers that every answer with a status must have. A server without mail sends no Retry-After.
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

// request returns a request for o with the example of each parameter.
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

// value returns p's example. That of an optional parameter is in the schema, since Swagger UI would fill it in
// otherwise.
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

// examples returns the example bodies of content, or an empty body if there is no content.
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
