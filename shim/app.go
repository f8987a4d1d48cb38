package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
)

// app is the web application in its static form (STATIC=1 in frontend/): pages, and the files that they load. It is
// served on the API's origin, so that the session cookie is first-party and no request needs a preflight.
type app struct {
	files    fs.FS
	byPath   map[string]*appFile // by the path of its URL
	notFound *appFile
	missing  []byte // the content of notFound
}

// appFile is a file of the application.
type appFile struct {
	name    string
	page    bool
	dataOf  string // the path of the page whose data it is, which a page loads in order to show that one
	header  http.Header
	codings []appCoding // in which the file is present too, the smallest first
}

// appFolder returns the folder of the application, app beside the program, or "" where it is not there.
func appFolder() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	folder := filepath.Join(filepath.Dir(program), "app")
	if _, err := os.Stat(folder); err != nil {
		return ""
	}
	return folder
}

var appTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
	".webmanifest": "application/manifest+json",
}

// appCoding is a content coding (RFC 9110, 8.4.1), and how the name of a file ends in it.
type appCoding struct{ name, extension string }

var appCodings = []appCoding{{"br", ".br"}, {"gzip", ".gz"}}

// hashedFiles holds files whose names change with their content, so that they are cached for good.
const hashedFiles = "_next/static/"

// loadApp returns the application in files. It fails where a page would hide an endpoint of the API, or is missing.
func loadApp(files fs.FS, cfg *config.Config) (*app, error) {
	a := &app{files: files, byPath: map[string]*appFile{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		mediaType := appTypes[path.Ext(name)]
		if err != nil || entry.IsDir() || mediaType == "" {
			return err
		}
		f := &appFile{name: name, header: appHeader(cfg, mediaType)}
		for _, coding := range appCodings {
			if _, err := fs.Stat(files, name+coding.extension); err == nil {
				f.codings = append(f.codings, coding)
			}
		}
		urlPath := "/" + name
		if strings.HasPrefix(name, hashedFiles) {
			f.header.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			content, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(content)
			f.header.Set("ETag", fmt.Sprintf(`W/"%x"`, sum[:16])) // weak: of each content coding
			if data, ok := strings.CutSuffix(urlPath, ".txt"); ok {
				f.dataOf = pagePath(data)
				f.header.Add("Vary", "Accept")
			}
			if urlPath, f.page = strings.CutSuffix(urlPath, ".html"); f.page {
				f.header.Set("Content-Security-Policy", appPolicy(cfg, content))
				urlPath = pagePath(urlPath)
			}
		}
		if urlPath == "/" {
			f.header.Add("Vary", "Accept")
		}
		if urlPath != "/" && isAPI(urlPath) {
			return fmt.Errorf("the application's file %s has the path of an endpoint", name)
		}
		a.byPath[urlPath] = f
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.notFound = a.byPath["/404"]
	if a.byPath["/"] == nil || a.notFound == nil || a.byPath["/icon.svg"] == nil {
		return nil, errors.New("the application lacks index.html, 404.html or icon.svg")
	}
	a.byPath["/favicon.ico"] = a.byPath["/icon.svg"]
	delete(a.byPath, "/404")
	a.notFound.header.Set("Cache-Control", "no-store")
	a.notFound.header.Set("Vary", "Accept")
	a.notFound.header.Del("ETag")
	a.missing, err = fs.ReadFile(files, a.notFound.name)
	return a, err
}

func pagePath(file string) string {
	if file == "/index" {
		return "/"
	}
	return file
}

// appHeader returns what each answer with a file has.
func appHeader(cfg *config.Config, mediaType string) http.Header {
	h := http.Header{}
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // a page's address may hold the token of a mail
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if cfg.HTTPS() {
		h.Set("Strict-Transport-Security", web.STSPolicy)
	}
	return h
}

var script = regexp.MustCompile(`(?s)<script\b([^>]*)>(.*?)</script>`)

// appPolicy returns the content security policy (CSP Level 3) of a page: scripts and styles are files of this origin,
// or the scripts that the page itself has, which it names by their hashes. A Space is shown in a frame of the Hub.
func appPolicy(cfg *config.Config, page []byte) string {
	scripts := []string{"'self'"}
	for _, match := range script.FindAllSubmatch(page, -1) {
		if !strings.Contains(string(match[1]), "src=") {
			sum := sha256.Sum256(match[2])
			scripts = append(scripts, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		}
	}
	ancestors := "'none'"
	if cfg.SpaceID != "" {
		ancestors = "https://huggingface.co"
	}
	slices.Sort(scripts[1:])
	return "default-src 'none'; script-src " + strings.Join(slices.Compact(scripts), " ") + "; style-src 'self'; " +
		"img-src 'self' data:; font-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; " +
		"base-uri 'none'; frame-ancestors " + ancestors
}

// isAPI reports whether a path is the API's, also where no endpoint answers it.
func isAPI(urlPath string) bool {
	return strings.HasPrefix(urlPath+"/", "/api/") || slices.ContainsFunc(route.All, func(r route.Route) bool {
		_, ok := r.Match(urlPath)
		return ok
	})
}

// before returns a handler that answers with the application's files and leaves every other request to api; a browser
// that opens a path which neither has is shown the application's page for that.
func (a *app) before(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		urlPath := r.URL.Path
		f := a.byPath[urlPath]
		browser := strings.Contains(r.Header.Get("Accept"), "text/html")
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch {
		case urlPath == "/" && (!browser || !reads): // the API's index
			api.ServeHTTP(w, r)
		case f != nil && f.dataOf != "" && browser && reads:
			// Where Next cannot use a page's data, such as of a newer build, it opens the data's own address.
			query := r.URL.Query()
			query.Del("_rsc")
			http.Redirect(w, r, (&url.URL{Path: f.dataOf, RawQuery: query.Encode()}).String(), http.StatusFound)
		case f != nil && reads:
			a.send(w, r, f)
		case f != nil && f.page && r.Method == http.MethodPost: // a form that is sent before the page runs
			http.Redirect(w, r, r.URL.RequestURI(), http.StatusSeeOther)
		case f != nil:
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
		case browser && reads && !isAPI(urlPath):
			maps.Copy(w.Header(), a.notFound.header)
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(a.missing) // net/http leaves it out for HEAD
		default:
			api.ServeHTTP(w, r)
		}
	})
}

// send answers with a file, in the smallest form that the client accepts, or with 304 where it has the file
// (RFC 9110, 13.1.2).
func (a *app) send(w http.ResponseWriter, r *http.Request, f *appFile) {
	name := f.name
	maps.Copy(w.Header(), f.header)
	for _, coding := range f.codings {
		if web.Accepts(r, coding.name) {
			name = f.name + coding.extension
			w.Header().Set("Content-Encoding", coding.name)
			break
		}
	}
	file, err := a.files.Open(name)
	if err != nil {
		http.Error(w, "the file is missing", http.StatusInternalServerError)
		return
	}
	defer file.Close()
	content, seeks := file.(io.ReadSeeker)
	info, err := file.Stat()
	if err != nil || !seeks {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	http.ServeContent(w, r, f.name, time.Time{}, content)
}
