// Package functions joins the routes with the functions that answer them.
package functions

import (
	"net/http"
	"path"
	"strings"

	"github.com/todo-backend/todo-backend/functions/auth"
	"github.com/todo-backend/todo-backend/functions/betterauth"
	"github.com/todo-backend/todo-backend/functions/filters"
	"github.com/todo-backend/todo-backend/functions/lists"
	"github.com/todo-backend/todo-backend/functions/system"
	"github.com/todo-backend/todo-backend/functions/tasks"
	"github.com/todo-backend/todo-backend/functions/transfer"
	"github.com/todo-backend/todo-backend/functions/trash"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Function is one operation of the API. A function that answers several methods or paths stands for each of them.
type Function struct {
	Name    string // as FUNCTION_TARGET says it
	Method  string
	Path    string // as http.ServeMux reads it
	Handler http.HandlerFunc
}

// handlers holds each function by the name of its route.
var handlers = map[string]http.HandlerFunc{
	"signup":           auth.Signup,
	"login":            auth.Login,
	"logout":           auth.Logout,
	"me":               auth.Me,
	"updateProfile":    auth.UpdateProfile,
	"changePassword":   auth.ChangePassword,
	"refresh":          auth.Refresh,
	"listSessions":     auth.ListSessions,
	"revokeSession":    auth.RevokeSession,
	"deleteAccount":    auth.DeleteAccount,
	"demo":             auth.Demo,
	"forgotPassword":   auth.ForgotPassword,
	"resetPassword":    auth.ResetPassword,
	"sendVerification": auth.SendVerification,
	"verifyEmail":      auth.VerifyEmail,
	"undoEmailChange":  auth.UndoEmailChange,

	"betterAuthOk":                    betterauth.Ok,
	"betterAuthSignUpEmail":           betterauth.SignUpEmail,
	"betterAuthSignInEmail":           betterauth.SignInEmail,
	"betterAuthSignInSocial":          betterauth.SignInSocial,
	"betterAuthLinkSocial":            betterauth.LinkSocial,
	"betterAuthCallback":              betterauth.Callback,
	"betterAuthSignOut":               betterauth.SignOut,
	"betterAuthGetSession":            betterauth.GetSession,
	"betterAuthListSessions":          betterauth.ListSessions,
	"betterAuthRevokeSession":         betterauth.RevokeSession,
	"betterAuthRevokeSessions":        betterauth.RevokeSessions,
	"betterAuthRevokeOtherSessions":   betterauth.RevokeOtherSessions,
	"betterAuthUpdateUser":            betterauth.UpdateUser,
	"betterAuthUpdateSession":         betterauth.UpdateSession,
	"betterAuthChangePassword":        betterauth.ChangePassword,
	"betterAuthVerifyPassword":        betterauth.VerifyPassword,
	"betterAuthChangeEmail":           betterauth.ChangeEmail,
	"betterAuthDeleteUser":            betterauth.DeleteUser,
	"betterAuthDeleteUserCallback":    betterauth.DeleteUserCallback,
	"betterAuthRequestPasswordReset":  betterauth.RequestPasswordReset,
	"betterAuthResetPasswordLink":     betterauth.ResetPasswordLink,
	"betterAuthResetPassword":         betterauth.ResetPassword,
	"betterAuthSendVerificationEmail": betterauth.SendVerificationEmail,
	"betterAuthVerifyEmail":           betterauth.VerifyEmail,
	"betterAuthListAccounts":          betterauth.ListAccounts,
	"betterAuthUnlinkAccount":         betterauth.UnlinkAccount,
	"betterAuthToken":                 betterauth.Token,
	"betterAuthJwks":                  betterauth.JWKS,
	"betterAuthError":                 betterauth.ErrorPage,

	"listTasks":   tasks.ListTasks,
	"createTask":  tasks.CreateTask,
	"batch":       tasks.Batch,
	"getTask":     tasks.GetTask,
	"updateTask":  tasks.UpdateTask,
	"deleteTask":  tasks.DeleteTask,
	"restoreTask": tasks.RestoreTask,
	"overview":    tasks.Overview,

	"listLists":   lists.ListLists,
	"createList":  lists.CreateList,
	"updateList":  lists.UpdateList,
	"listChanges": lists.ListChanges,
	"deleteList":  lists.DeleteList,
	"restoreList": lists.RestoreList,

	"getFilters":     filters.GetFilters,
	"replaceFilters": filters.ReplaceFilters,

	"listTrash":  trash.ListTrash,
	"emptyTrash": trash.EmptyTrash,

	"exportTasks": transfer.ExportTasks,
	"importTasks": transfer.ImportTasks,

	"index":   system.Index,
	"health":  system.Health,
	"docs":    system.Docs,
	"redoc":   system.Redoc,
	"openapi": system.OpenAPI,
}

// All is the API, in the order of the routes.
var All = join()

func join() (all []Function) {
	for name := range handlers {
		route.Named(name) // panics where shared/route lacks it
	}
	for _, r := range route.All {
		handler := handlers[r.Name]
		if handler == nil {
			panic("functions: shared/route has " + r.Name + ", and functions.go names no function for it")
		}
		for path := range strings.FieldsSeq(r.Paths) {
			for method := range strings.FieldsSeq(r.Methods) {
				all = append(all, Function{r.Name, method, path, handler})
			}
		}
	}
	return all
}

// Mux returns a handler that routes each request by path and method to a function. The first function of a path answers
// the methods that the path lacks. A path that is not clean is answered with 404, since http.ServeMux would redirect
// it.
func Mux() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("/", notFound)
	paths := map[string]bool{}
	for _, f := range All {
		pattern := route.Pattern(f.Path)
		m.HandleFunc(f.Method+" "+pattern, f.Handler)
		if !paths[f.Path] {
			paths[f.Path] = true
			m.HandleFunc(pattern, f.Handler)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if escaped := r.URL.EscapedPath(); escaped != path.Clean(escaped) {
			notFound(w, r)
			return
		}
		m.ServeHTTP(w, r)
	})
}

// notFound answers a path that no route has; under /api/auth/ as Better Auth's client knows it.
func notFound(w http.ResponseWriter, r *http.Request) {
	dialect := web.Dialect(web.Problems)
	if strings.HasPrefix(r.URL.Path+"/", "/api/auth/") {
		dialect = betterauth.Errors
	}
	web.NotFound(w, r, dialect)
}
