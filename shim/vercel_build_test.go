package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/functions"
)

const (
	vercelCLI = "64.0.2"
	// vercelPackage installs it. What it says of its dependency sandbox, 4.4.0, cannot be had.
	vercelPackage = `{"private": true, "dependencies": {"vercel": "` + vercelCLI +
		`"}, "overrides": {"sandbox": "4.5.0"}}`
	vercelPayload = 4_500_000 // bytes of a function's answer at most
)

// TestVercelBuild builds the functions alone with the real `vercel build`, runs every artifact as Vercel does, on a
// stand-in for AWS Lambda, and routes requests by the routes that the build has written: as the configuration ships,
// then with a function for every endpoint.
func TestVercelBuild(t *testing.T) {
	cli := installVercel(t)
	shipped := readVercelBuilds(t, "../"+vercelFunctions)
	var every []vercelBuild
	for _, f := range functions.All {
		if b := (vercelBuild{functionFile(f), "@vercel/go"}); !slices.Contains(every, b) {
			every = append(every, b)
		}
	}
	every = append(every, vercelBuild{vercelCatchAll, "@vercel/go"})
	t.Run("as it ships", func(t *testing.T) { verifyVercel(t, cli, "Vercel", shipped) })
	t.Run("one function an endpoint", func(t *testing.T) { verifyVercel(t, cli, "Vercel, every function", every) })
}

func verifyVercel(t *testing.T, cli, form string, builds []vercelBuild) {
	tree := copyTracked(t)
	file := filepath.Join(tree, vercelFunctions)
	if err := os.WriteFile(file, []byte(vercelJSON(builds)), 0o666); err != nil {
		t.Fatal(err)
	}
	output := vercelBuildOutput(t, cli, tree, "{}", "--local-config", vercelFunctions)
	front := &vercelFront{
		t: t, routes: readEmittedRoutes(t, output), functions: map[string]*lambda{}, client: "203.0.113.7",
	}
	server := httptest.NewServer(front)
	t.Cleanup(server.Close)
	_, variables := database(t)
	variables = append(variables, "BETTER_AUTH_URL="+server.URL, "FRONTEND_URL=https://todo.example.com")

	var largest string
	var size int64
	var slowest time.Duration
	fmt.Printf("%-34s %10s %12s\n", form, "size", "cold start")
	for _, dest := range artifacts(t, output, builds) {
		bootstrap := filepath.Join(output, "functions", dest+".func", "bootstrap")
		cold := front.start(dest, bootstrap, variables)
		info, err := os.Stat(bootstrap)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > size {
			size, largest = info.Size(), bootstrap
		}
		slowest = max(slowest, cold)
		fmt.Printf("%-34s %10s %12s\n", dest, sizeOf(t, bootstrap), cold.Round(100*time.Microsecond))
	}

	checkVercelRoutes(t, &process{url: server.URL}, builds)
	front.client = "203.0.113.8" // whose logins are counted anew
	verifyForm(t, form, server.URL, sizeOf(t, largest), slowest, "FRONTEND_URL=https://todo.example.com")
	for dest, l := range front.functions {
		if l.invoked < 2 {
			t.Errorf("no request has reached %s", dest)
		}
	}
}

// readEmittedRoutes reads the output's config.json. Anything in it that vercelFront does not know fails the test.
func readEmittedRoutes(t *testing.T, output string) []vercelRoute {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(output, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Version int
		Routes  []vercelRoute
		Crons   []struct{}
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil || config.Version != 3 || len(config.Crons) > 0 ||
		len(config.Routes) == 0 {
		t.Fatalf("config.json cannot be read: %v\n%s", err, content)
	}
	for _, r := range config.Routes {
		if r.Src == "" || r.Dest == "" || strings.ContainsAny(r.Dest, "?$:") {
			t.Fatalf("config.json has a route of another kind: %+v", r)
		}
	}
	return config.Routes
}

// artifacts returns the destinations of all that was built, which is what builds lists, and nothing static.
func artifacts(t *testing.T, output string, builds []vercelBuild) (found []string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(output, "static")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the build has made static files, which would be served: %v", err)
	}
	root := filepath.Join(output, "functions")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".func") {
			found = append(found, strings.TrimSuffix(strings.TrimPrefix(path, root), ".func"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, b := range builds {
		want = append(want, "/"+b.Src)
	}
	slices.Sort(want)
	if slices.Sort(found); !slices.Equal(found, want) {
		t.Errorf("the build has made %v, want %v", found, want)
	}
	return found
}
