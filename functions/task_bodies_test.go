package functions_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestTaskBodies(t *testing.T) {
	u := newUser(t)
	many := strings.Repeat("[", 20000)
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"not JSON":                    {`title=x`, 400},
		"half an object":              {`{"title":"x"`, 400},
		"a list":                      {`[{"title":"x"}]`, 400},
		"a string":                    {`"x"`, 400},
		"null":                        {`null`, 400},
		"two values":                  {`{"title":"x"}{"title":"y"}`, 400},
		"something after it":          {`{"title":"x"} x`, 400},
		"a field twice":               {`{"title":"x","title":"y"}`, 400},
		"a field twice, by an escape": {`{"title":"x","t\u0069tle":"y"}`, 400},
		"invalid UTF-8":               {"{\"title\":\"\xff\xfe\"}", 400},
		"an overlong form":            {"{\"title\":\"\xc0\xaf\"}", 400},
		"a lone high surrogate":       {`{"title":"\ud83e"}`, 400},
		"a lone low surrogate":        {`{"title":"\uddc0"}`, 400},
		"a surrogate pair":            {`{"title":"\ud83e\uddc0"}`, 201},
		"a NUL byte":                  {"{\"title\":\"\x00\"}", 400},
		"deep":                        {`{"title":` + many + `}`, 400},
		"deep and closed":             {`{"title":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`, 422},
		"64 KiB":                      {`{"title":"x"` + strings.Repeat(" ", 64<<10-13) + `}`, 201},
		"64 KiB and a byte":           {`{"title":"x"` + strings.Repeat(" ", 64<<10-12) + `}`, 413},
		"10 MB":                       {`{"title":"` + strings.Repeat("x", 10<<20) + `"}`, 413},
	} {
		for _, function := range []string{"", "createTask"} {
			q := request{function: function, method: "POST", path: "/api/tasks", token: u.Token, body: c.body}
			if a := q.send(t); a.Status != c.status {
				t.Errorf("%s: %d %s, want %d", name, a.Status, a.Body, c.status)
			}
		}
	}
	empty := request{method: "POST", path: "/api/tasks", token: u.Token,
		header: map[string]string{"Content-Type": "application/json"}}
	empty.send(t).want(t, 400)
	for kind, status := range map[string]int{
		"application/json": 201, "application/json; charset=utf-8": 201, "Application/JSON": 201,
		"text/plain": 415, "application/x-www-form-urlencoded": 415, "application/jsonx": 415, ";": 415,
	} {
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: map[string]string{"Content-Type": kind}}.send(t).want(t, status)
	}
	for coding, status := range map[string]int{
		"identity": 201, "Identity": 201, "gzip": 415, "br": 415, "identity, gzip": 415, "x": 415,
	} {
		header := map[string]string{"Content-Encoding": coding, "Origin": frontend}
		a := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: header}.send(t).want(t, status)
		if status == 415 && (a.Header.Get("Accept-Encoding") != "identity" ||
			!strings.Contains(a.problem(t).Detail, "Content-Encoding")) {
			t.Errorf("%s: %v %s", coding, a.Header, a.Body)
		}
		header["X-Forwarded-For"] = randomAddress()
		body := `{"email":"` + u.Email + `","password":"` + password + `"}`
		if a := (request{method: "POST", path: "/api/auth/sign-in/email",
			body: body, header: header}).send(t); (a.Status == 415) != (status == 415) ||
			status == 415 && a.Header.Get("Accept-Encoding") != "identity" {
			t.Errorf("%s at Better Auth's: %d %s", coding, a.Status, a.Body)
		}
	}
}

// TestErrorsAreBounded sends 47 kB of what is refused, at both dialects' doors: the answer does not grow with it.
func TestErrorsAreBounded(t *testing.T) {
	u := newUser(t)
	many := func(name string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%s%d":1`, name, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		method, path, body string
		listed, omitted    int
	}{
		"short names": {"POST", "/api/tasks", `{"title":"x"` + many("", 6000) + `}`, 20, 5980},
		"twenty":      {"POST", "/api/tasks", `{"title":"x"` + many("", 20) + `}`, 20, 0},
		"twenty-one":  {"POST", "/api/tasks", `{"title":"x"` + many("", 21) + `}`, 20, 1},
		"long names": {"POST", "/api/tasks",
			`{"title":"x"` + many(strings.Repeat("\\u0001", 400), 19) + `}`, 19, 0},
		"a long name": {"PATCH", "/api/auth/profile", `{"` + strings.Repeat("<", 47000) + `":1}`, 1, 0},
		"a long name here": {"POST", "/api/auth/login",
			`{"email":"a@example.com","password":"x","` + strings.Repeat("é", 23000) + `":1}`, 1, 0},
		"a name twice": {"POST", "/api/tasks",
			`{"` + strings.Repeat("x", 20000) + `":1,"` + strings.Repeat("x", 20000) + `":1}`, 0, 0},
		"parameters": {"GET",
			"/api/tasks?" + strings.Repeat("x", 7000) + "&" + strings.Repeat("%01", 2000), "", 2, 0},
		"Better Auth's": {"POST", "/api/auth/update-user",
			`{"name":1,"image":1,"email":1` + many("", 5000) + `}`, -1, 0},
	} {
		a := request{method: c.method, path: c.path, token: u.Token, body: c.body}.send(t)
		if a.Status < 400 || a.Status >= 500 || len(a.Body) > 24<<10 {
			t.Errorf("%s: %d, %d bytes for %d", name, a.Status, len(a.Body), len(c.body))
		}
		if c.listed < 0 {
			continue
		}
		var p struct {
			problemBody
			Omitted int `json:"errors_omitted"`
		}
		a.decode(t, &p)
		if len(p.Errors) != c.listed || p.Omitted != c.omitted {
			t.Errorf("%s: %d fields listed and %d omitted, want %d and %d", name,
				len(p.Errors), p.Omitted, c.listed, c.omitted)
		}
	}
}
