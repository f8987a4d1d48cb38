package openapi_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/todo-backend/todo-backend/shared/openapi"
)

func TestDocumentIsValid(t *testing.T) {
	_, check := document()
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

// TestSchemasAreClosed checks that no object allows unknown members, but for the input of Better Auth's functions.
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
			if object && (v["additionalProperties"] == false) == open &&
				!strings.HasPrefix(path, "/paths//openapi.json/") {
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
