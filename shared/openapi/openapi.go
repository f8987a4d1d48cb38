// Package openapi holds the OpenAPI 3.1 document of the HTTP API.
package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed openapi.yaml
var document []byte

var converted = sync.OnceValues(func() ([]byte, error) {
	text, err := yaml.YAMLToJSON(document)
	if err != nil {
		return nil, err
	}
	var compact bytes.Buffer
	err = json.Compact(&compact, text)
	return compact.Bytes(), err
})

// JSON returns the document as JSON, with its members in the order of openapi.yaml. It converts on the first call;
// every call returns the same slice, which must not be modified. It fails only if openapi.yaml is not YAML.
func JSON() ([]byte, error) { return converted() }
