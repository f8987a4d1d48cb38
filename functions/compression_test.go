package functions_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// plain returns the body as it was before it was compressed.
func (a answer) plain(t *testing.T) []byte {
	t.Helper()
	if a.Header.Get("Content-Encoding") != "gzip" || len(a.Body) == 0 {
		return a.Body
	}
	z, err := gzip.NewReader(bytes.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func (a answer) variesBy(header string) bool {
	return slices.Contains(strings.Split(strings.Join(a.Header.Values("Vary"), ", "), ", "), header)
}

// TestWhatIsCompressed asks every function for gzip. Those that may compress say so in Vary, however short the answer
// is, and they are these: none sends a secret (threats: BREACH) or an entity tag (RFC 9110, 8.8.3).
func TestWhatIsCompressed(t *testing.T) {
	compressed := map[string]bool{
		"listTasks": true, "overview": true, "index": true, "docs": true, "redoc": true, "openapi": true,
		"exportTasks": true, "batch": true, "listChanges": true, "listTrash": true,
	}
	for _, function := range functions.All {
		t.Run(function.Method+" "+function.Path, func(t *testing.T) {
			f := newFixture(t)
			q := f.request(function, f.owner.Token)
			q.header["Accept-Encoding"], q.header["Accept"] = "gzip", "text/html"
			a := q.send(t).want(t, rowOf(function).owner)
			if a.variesBy("Accept-Encoding") != compressed[function.Name] {
				t.Errorf("Vary %q", a.Header.Values("Vary"))
			}
			if !compressed[function.Name] {
				if a.Header.Get("Content-Encoding") != "" {
					t.Error("compressed")
				}
				return
			}
			for _, name := range []string{"Set-Cookie", "Set-Auth-Token", "Set-Auth-Jwt", "ETag"} {
				if a.Header.Get(name) != "" {
					t.Errorf("it has %s", name)
				}
			}
			for _, secret := range []string{f.owner.Token, f.owner.Secret, strings.Split(f.owner.Token, ".")[2]} {
				if bytes.Contains(a.plain(t), []byte(secret)) {
					t.Errorf("it has the secret %s", secret)
				}
			}
		})
	}
}

// TestCompressedAsPlain holds that a compressed answer is the plain one, to the byte, and that HEAD says what GET does.
func TestCompressedAsPlain(t *testing.T) {
	u := newUser(t)
	exec(t, `
		insert into tasks (id, user_id, title, description, tags, created_at)
		select gen_random_uuid(), $1, 'Zażółć gęślą jaźń ' || n, md5(n::text), array['tag ' || n],
			now() - n * interval '1 minute' from generate_series(1, 100) n`, u.ID)
	for _, path := range []string{
		"/api/tasks?limit=100", "/api/overview", "/", "/openapi.json", "/docs/swagger-ui.css", "/redoc/redoc.js",
	} {
		get := func(method, acceptEncoding string) answer {
			return request{method: method, path: path, token: u.Token, header: map[string]string{
				"Accept": "text/html", "Accept-Encoding": acceptEncoding, "Origin": frontend,
			}}.send(t).want(t, 200)
		}
		identity := get("GET", "identity")
		for acceptEncoding, want := range map[string]string{
			"gzip": "gzip", "gzip, deflate, br": "gzip", "*": "gzip", "gzip;q=0": "", "br": "", "gzip;q=;": "",
		} {
			t.Run(fmt.Sprintf("%s %q", path, acceptEncoding), func(t *testing.T) {
				a, head := get("GET", acceptEncoding), get("HEAD", acceptEncoding)
				coding := a.Header.Get("Content-Encoding")
				if coding != want || want == "gzip" && len(a.Body) > len(identity.Body)*2/3 {
					t.Errorf("coding %q, %d of %d bytes", coding, len(a.Body), len(identity.Body))
				}
				if !bytes.Equal(a.plain(t), identity.Body) {
					t.Errorf("another body:\n%s\n%s", a.plain(t), identity.Body)
				}
				if !a.variesBy("Accept-Encoding") || !a.variesBy("Origin") {
					t.Errorf("Vary %q", a.Header.Values("Vary"))
				}
				for _, name := range []string{"Content-Encoding", "Content-Length", "Content-Type", "Vary"} {
					if got, want := head.Header.Values(name), a.Header.Values(name); !slices.Equal(got, want) {
						t.Errorf("HEAD: %s %q, GET %q", name, got, want)
					}
				}
				if len(head.Body) > 0 {
					t.Errorf("HEAD: %d bytes", len(head.Body))
				}
			})
		}
	}
}
