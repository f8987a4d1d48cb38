// Package functions lists the API. The shim's mux and the single-function server are made from the list, and tests
// hold openapi.yaml, the authorization matrix and the count of round trips against it.
package functions

import (
	"net/http"
	"path"

	"github.com/todo-backend/todo-backend/functions/auth"
	"github.com/todo-backend/todo-backend/functions/betterauth"
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
	{"demo", "GET", "/api/auth/demo", auth.Demo},

	{"forgotPassword", "POST", "/api/auth/password/forgot", auth.ForgotPassword},
	{"resetPassword", "POST", "/api/auth/password/reset", auth.ResetPassword},
	{"sendVerification", "POST", "/api/auth/verification", auth.SendVerification},
	{"verifyEmail", "POST", "/api/auth/verification/confirm", auth.VerifyEmail},
	{"undoEmailChange", "GET", "/api/auth/undo-email-change", auth.UndoEmailChange},
	{"undoEmailChange", "POST", "/api/auth/undo-email-change", auth.UndoEmailChange},

	{"betterAuthOk", "GET", "/api/auth/ok", betterauth.Ping},
	{"betterAuthSignUpEmail", "POST", "/api/auth/sign-up/email", betterauth.SignUpEmail},
	{"betterAuthSignInEmail", "POST", "/api/auth/sign-in/email", betterauth.SignInEmail},
	{"betterAuthSignInSocial", "POST", "/api/auth/sign-in/social", betterauth.SignInSocial},
	{"betterAuthLinkSocial", "POST", "/api/auth/link-social", betterauth.LinkSocial},
	{"betterAuthCallback", "GET", "/api/auth/callback/{provider}", betterauth.Callback},
	{"betterAuthSignOut", "POST", "/api/auth/sign-out", betterauth.SignOut},
	{"betterAuthGetSession", "GET", "/api/auth/get-session", betterauth.GetSession},
	{"betterAuthGetSession", "POST", "/api/auth/get-session", betterauth.GetSession},
	{"betterAuthListSessions", "GET", "/api/auth/list-sessions", betterauth.ListSessions},
	{"betterAuthRevokeSession", "POST", "/api/auth/revoke-session", betterauth.RevokeSession},
	{"betterAuthRevokeSessions", "POST", "/api/auth/revoke-sessions", betterauth.RevokeSessions},
	{"betterAuthRevokeOtherSessions", "POST", "/api/auth/revoke-other-sessions", betterauth.RevokeOtherSessions},
	{"betterAuthUpdateUser", "POST", "/api/auth/update-user", betterauth.UpdateUser},
	{"betterAuthUpdateSession", "POST", "/api/auth/update-session", betterauth.UpdateSession},
	{"betterAuthChangePassword", "POST", "/api/auth/change-password", betterauth.ChangePassword},
	{"betterAuthVerifyPassword", "POST", "/api/auth/verify-password", betterauth.VerifyPassword},
	{"betterAuthChangeEmail", "POST", "/api/auth/change-email", betterauth.ChangeEmail},
	{"betterAuthDeleteUser", "POST", "/api/auth/delete-user", betterauth.DeleteUser},
	{"betterAuthDeleteUserCallback", "GET", "/api/auth/delete-user/callback", betterauth.DeleteUserCallback},
	{"betterAuthRequestPasswordReset", "POST", "/api/auth/request-password-reset", betterauth.RequestPasswordReset},
	{"betterAuthResetPasswordLink", "GET", "/api/auth/reset-password/{token}", betterauth.ResetPasswordLink},
	{"betterAuthResetPassword", "POST", "/api/auth/reset-password", betterauth.ResetPassword},
	{"betterAuthSendVerificationEmail", "POST", "/api/auth/send-verification-email", betterauth.SendVerificationEmail},
	{"betterAuthVerifyEmail", "GET", "/api/auth/verify-email", betterauth.VerifyEmail},
	{"betterAuthListAccounts", "GET", "/api/auth/list-accounts", betterauth.ListAccounts},
	{"betterAuthUnlinkAccount", "POST", "/api/auth/unlink-account", betterauth.UnlinkAccount},
	{"betterAuthToken", "GET", "/api/auth/token", betterauth.IssueJWT},
	{"betterAuthJwks", "GET", "/api/auth/jwks", betterauth.JWKS},
	{"betterAuthError", "GET", "/api/auth/error", betterauth.ErrorPage},

	{"listTasks", "GET", "/api/tasks", tasks.ListTasks},
	{"createTask", "POST", "/api/tasks", tasks.CreateTask},
	{"getTask", "GET", "/api/tasks/{id}", tasks.GetTask},
	{"updateTask", "PATCH", "/api/tasks/{id}", tasks.UpdateTask},
	{"deleteTask", "DELETE", "/api/tasks/{id}", tasks.DeleteTask},
	{"overview", "GET", "/api/overview", tasks.Overview},

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
