package main_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestVercelConfig checks that vercel.json sends every endpoint to the functions, and every page to the page.
func TestVercelConfig(t *testing.T) {
	written, err := os.ReadFile("../vercel.json")
	if err != nil {
		t.Fatal(err)
	}
	type condition struct{ Type, Key, Value string }
	var config struct {
		Rewrites []struct {
			Source      string
			Missing     []condition
			Destination struct{ Service string }
		}
	}
	if err := json.Unmarshal(written, &config); err != nil {
		t.Fatal(err)
	}
	service := func(path, accept string) string {
		for _, r := range config.Rewrites {
			html := slices.ContainsFunc(r.Missing, func(c condition) bool {
				return c.Key == "accept" && regexp.MustCompile("^"+c.Value+"$").MatchString(accept)
			})
			if regexp.MustCompile("^"+r.Source+"$").MatchString(path) && !html {
				return r.Destination.Service
			}
		}
		return ""
	}
	for _, f := range functions.All {
		path := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(f.Path, "x.js")
		if at := service(path, "*/*"); at != "api" {
			t.Errorf("%s %s goes to %q", f.Method, path, at)
		}
	}
	pages := map[string]bool{"/icon.svg": true, "/_next/static/chunks/x.js": true}
	err = filepath.WalkDir("../frontend/src/app", func(file string, _ fs.DirEntry, err error) error {
		if page, ok := strings.CutSuffix(strings.TrimPrefix(file, "../frontend/src/app"), "/page.tsx"); ok {
			pages["/"+strings.TrimPrefix(regexp.MustCompile(`/\([^)]*\)`).ReplaceAllString(page, ""), "/")] = true
		}
		return err
	})
	if err != nil || !pages["/"] || !pages["/tasks"] {
		t.Fatalf("%v: %v", pages, err)
	}
	for page := range pages {
		if at := service(page, "text/html,*/*;q=0.8"); at != "page" {
			t.Errorf("a browser's GET %s goes to %q", page, at)
		}
	}
}

// TestVercelProject builds page and functions as one project, runs both behind one origin, and uses them as a browser
// does and as shim verify does. The deployment is a preview of which nothing is set but the database and the secret.
func TestVercelProject(t *testing.T) {
	cli := installVercel(t)
	tree := copyTracked(t)
	modules := filepath.Join(tree, "frontend", "node_modules")
	if err := exec.Command("cp", "-al", "../frontend/node_modules", modules).Run(); err != nil {
		os.RemoveAll(modules) // another file system: the build lets npm install them
	}
	// An import into Vercel may choose this preset, by which the builder would take the functions for a server, but for
	// "framework": null in vercel.json.
	output := vercelBuildOutput(t, cli, tree, `{"framework":"services"}`)
	checkProjectFunctions(t, output)

	const host = "todo-git-x-ann.vercel.app"
	_, variables := database(t)
	variables = append(variables, "VERCEL_ENV=preview", "VERCEL_PROJECT_PRODUCTION_URL=todo.vercel.app",
		"VERCEL_BRANCH_URL="+host, "VERCEL_URL=todo-1a2b-ann.vercel.app")
	api := filepath.Join(output, "services", "api")
	front := &vercelFront{
		t: t, routes: readEmittedRoutes(t, api), functions: map[string]*lambda{}, client: "203.0.113.7",
	}
	server := httptest.NewServer(front)
	t.Cleanup(server.Close)
	bootstrap := filepath.Join(api, "functions", "index.func", "bootstrap")
	cold := front.start("/index", bootstrap, variables)
	address := startVercelEdge(t, output, server.URL)

	useProject(t, address, "https://"+host)
	front.client = "203.0.113.8"
	useProject(t, address, "https://todo-1a2b-ann.vercel.app")
	front.client = "203.0.113.9"
	verifyForm(t, "Vercel, one project", "http://"+address, sizeOf(t, bootstrap), cold, "FRONTEND_URL=https://"+host)
}

// checkProjectFunctions counts the functions of a deployment, Next's too. Names of the same function are links to it.
func checkProjectFunctions(t *testing.T, output string) {
	t.Helper()
	var found []string
	services := filepath.Join(output, "services")
	err := filepath.WalkDir(services, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasSuffix(path, ".func") {
			found = append(found, strings.TrimPrefix(path, services))
		}
		return err
	})
	want := []string{"/api/functions/index.func", "/page/functions/_not-found.rsc.func",
		"/page/functions/sw.js.rsc.func"}
	if slices.Sort(found); err != nil || !slices.Equal(found, want) || len(found) > vercelLimit {
		t.Errorf("the build has made %v, want %v; %v", found, want, err)
	}
	fmt.Printf("%d functions, of %d in Vercel's free plan\n", len(found), vercelLimit)
}

// startVercelEdge serves the folder of a build with the functions at api, and returns its address.
func startVercelEdge(t *testing.T, folder, api string) string {
	t.Helper()
	address := "127.0.0.1:" + freePort(t)
	log := new(output)
	edge := exec.Command("node", "testdata/vercel_edge.mjs", folder, address, api)
	edge.Stdout, edge.Stderr = log, log
	if err := edge.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = edge.Wait(); close(ended) }()
	t.Cleanup(func() {
		_ = edge.Process.Kill()
		<-ended
		if text := log.String(); text != "" {
			t.Errorf("the edge says: %s", text)
		}
	})
	pgtest.Eventually(t, "the edge listens", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	return address
}
