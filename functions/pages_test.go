package functions_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
)

// TestPages walks from each page to every file it names: all come from here, under a policy that allows nothing else.
func TestPages(t *testing.T) {
	named := regexp.MustCompile(`(?:src|href|from)[= ]"([^"]+)"`)
	for _, page := range []string{"/", "/docs", "/redoc"} {
		a := request{method: "GET", path: page, header: map[string]string{"Accept": "text/html"}}.send(t).want(t, 200)
		if policy := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") ||
			strings.Contains(policy, "http") {
			t.Errorf("%s: policy %q", page, policy)
		}
		files := 0
		for _, match := range named.FindAllSubmatch(a.Body, -1) {
			file := string(match[1])
			if strings.HasPrefix(file, "data:") || file == frontend { // where a person may go on
				continue
			}
			files++
			for _, encoding := range []string{"gzip", "identity"} {
				asset := request{method: "GET", path: file,
					header: map[string]string{"Accept-Encoding": encoding}}.send(t).
					want(t, 200)
				body := asset.Body
				if asset.Header.Get("Content-Encoding") == "gzip" {
					unpacked, err := gzip.NewReader(bytes.NewReader(body))
					if err != nil {
						t.Fatal(err)
					}
					if body, err = io.ReadAll(unpacked); err != nil {
						t.Fatal(err)
					}
					if encoding != "gzip" {
						t.Errorf("%s: compressed for a client that did not ask", file)
					}
				}
				if len(body) == 0 || bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
					t.Errorf("%s: not its content", file)
				}
			}
		}
		if files < 2 {
			t.Errorf("%s names %d files", page, files)
		}
	}
	request{method: "GET", path: "/docs/redoc.js"}.send(t).want(t, 404)
	request{method: "GET", path: "/docs/..%2fassets.go"}.send(t).want(t, 404)
	request{method: "GET", path: "/docs/docs.html"}.send(t).want(t, 404)
}

func TestIndexSpeaksToPeopleAndPrograms(t *testing.T) {
	program := request{method: "GET", path: "/"}.send(t).want(t, 200)
	var body map[string]string
	program.decode(t, &body)
	if len(body) != 4 || body["docs"] != "/docs" || body["health"] != "/health" {
		t.Errorf("%s", program.Body)
	}
	person := request{method: "GET", path: "/",
		header: map[string]string{"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}}.send(t).want(t, 200)
	if !bytes.Contains(person.Body, []byte("<!doctype html>")) ||
		!bytes.Contains(person.Body, []byte(body["version"])) {
		t.Errorf("%s", person.Body)
	}
}
