package functions_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/openapi"
)

// TestOpenAPI holds the list and the document against each other; send holds every answer against it.
func TestOpenAPI(t *testing.T) {
	var doc struct {
		Info  struct{ Version string }
		Paths map[string]map[string]json.RawMessage
	}
	body, err := openapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Info.Version != config.Version {
		t.Errorf("the document is of version %s, the program of %s", doc.Info.Version, config.Version)
	}
	described := map[string]string{}
	for path, operations := range doc.Paths {
		for method, operation := range operations {
			if method != "parameters" {
				var extension struct {
					Function string `json:"x-function"`
				}
				if err := json.Unmarshal(operation, &extension); err != nil {
					t.Fatal(err)
				}
				described[strings.ToUpper(method)+" "+path] = extension.Function
			}
		}
	}
	served := map[string]string{}
	for _, f := range functions.All {
		served[f.Method+" "+f.Path] = f.Name
	}
	if !maps.Equal(described, served) {
		for operation, name := range served {
			if described[operation] != name {
				t.Errorf("%s (%s) is served, openapi.yaml has %q", operation, name, described[operation])
			}
		}
		for operation := range described {
			if served[operation] == "" {
				t.Errorf("%s is in openapi.yaml and not served", operation)
			}
		}
	}
}
