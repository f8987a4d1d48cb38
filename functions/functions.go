// Package functions lists the API. The shim's mux and the single-function server are made from the list, and tests
// hold openapi.yaml, the authorization matrix and the count of round trips against it.
package functions

import (
	"net/http"
	"path"

	"github.com/todo-backend/todo-backend/functions/auth"
	"github.com/todo-backend/todo-backend/functions/system"
	"github.com/todo-backend/todo-backend/functions/tasks"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Function is one line of the API. A function that answers a second method or path has a second line.
type Function struct {
	Name    string // as FUNCTION_TARGET says it
	Method  string
	Path    string // as http.ServeMux reads it
	Handler http.HandlerFunc
}

// All is the API.
var All = []Function{
	{"signup", "POST", "/api/auth/signup", auth.Signup},
	{"login", "POST", "/api/auth/login", auth.Login},
	{"login", "POST", "/api/auth/signin", auth.Login},
	{"logout", "POST", "/api/auth/logout", auth.Logout},
	{"logout", "POST", "/api/auth/signout", auth.Logout},
	{"me", "GET", "/api/auth/me", auth.Me},
	{"updateProfile", "PATCH", "/api/auth/profile", auth.UpdateProfile},
	{"updateProfile", "PUT", "/api/auth/profile", auth.UpdateProfile},
	{"changePassword", "PUT", "/api/auth/password", auth.ChangePassword},
	{"refresh", "POST", "/api/auth/refresh", auth.Refresh},
	{"listSessions", "GET", "/api/auth/sessions", auth.ListSessions},
	{"revokeSession", "DELETE", "/api/auth/sessions/{id}", auth.RevokeSession},
	{"deleteAccount", "DELETE", "/api/auth/account", auth.DeleteAccount},

	{"listTasks", "GET", "/api/tasks", tasks.ListTasks},
	{"createTask", "POST", "/api/tasks", tasks.CreateTask},
	{"getTask", "GET", "/api/tasks/{id}", tasks.GetTask},
	{"updateTask", "PATCH", "/api/tasks/{id}", tasks.UpdateTask},
	{"deleteTask", "DELETE", "/api/tasks/{id}", tasks.DeleteTask},

	{"index", "GET", "/", system.Index},
	{"health", "GET", "/health", system.Health},
	{"docs", "GET", "/docs", system.Docs},
	{"docs", "GET", "/docs/{asset}", system.Docs},
	{"redoc", "GET", "/redoc", system.Redoc},
	{"redoc", "GET", "/redoc/{asset}", system.Redoc},
	{"openapi", "GET", "/openapi.json", system.OpenAPI},
}

// Mux gives each path to the function that answers the method, or to any of the path's functions, which then says
// which methods there are. A path that is not in its plain form is nobody's: http.ServeMux would redirect it.
func Mux() http.Handler {
	m := http.NewServeMux()
	byPath := map[string]map[string]http.HandlerFunc{}
	for _, f := range All {
		if byPath[f.Path] == nil {
			byMethod := map[string]http.HandlerFunc{"": f.Handler}
			byPath[f.Path] = byMethod
			pattern := f.Path
			if pattern == "/" {
				pattern = "/{$}"
			}
			m.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
				method := r.Method
				if method == http.MethodHead {
					method = http.MethodGet
				}
				handler, ok := byMethod[method]
				if !ok {
					handler = byMethod[""]
				}
				handler(w, r)
			})
		}
		byPath[f.Path][f.Method] = f.Handler
	}
	m.HandleFunc("/", web.NotFound)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if escaped := r.URL.EscapedPath(); escaped != path.Clean(escaped) {
			web.NotFound(w, r)
			return
		}
		m.ServeHTTP(w, r)
	})
}
