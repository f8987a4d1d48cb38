package functions_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// row is what the contract says of one function: who gets which status, and how often it may reach the database.
type row struct {
	path      string // with an owner's things in it, see fixture; "": the list's path
	body      string
	owner     int // with the owner's token
	another   int // with another user's token, on the owner's things; 0: the same as the owner
	anonymous int // without a token, and with one that is dead
	trips     int // to the database, on a warm connection
}

var contract = map[string]row{
	"signup": {body: `{"email":"new-{random}@example.com","password":"correct horse battery"}`, owner: 201,
		anonymous: 201, trips: 2},
	"login": {body: `{"email":"{email}","password":"correct horse battery"}`, owner: 200, anonymous: 200,
		trips: 2},
	"logout":        {owner: 200, anonymous: 200, trips: 1},
	"me":            {owner: 200, anonymous: 401, trips: 1},
	"updateProfile": {body: `{"full_name":"Ann","timezone":"Europe/Paris"}`, owner: 200, anonymous: 401, trips: 1},
	"changePassword": {body: `{"current_password":"correct horse battery","new_password":"another one"}`, owner: 200,
		anonymous: 401, trips: 2},
	"refresh":       {owner: 200, anonymous: 401, trips: 1},
	"listSessions":  {owner: 200, anonymous: 401, trips: 1},
	"revokeSession": {path: "/api/auth/sessions/{session}", owner: 204, another: 404, anonymous: 401, trips: 1},
	"deleteAccount": {body: `{"password":"correct horse battery"}`, owner: 204, anonymous: 401, trips: 2},
	"demo":          {owner: 200, anonymous: 200, trips: 1},

	"forgotPassword":   {body: `{"email":"{email}"}`, owner: 202, anonymous: 202, trips: 1},
	"resetPassword":    {body: `{"token":"forged","new_password":"another one"}`, owner: 422, anonymous: 422, trips: 1},
	"sendVerification": {body: `{}`, owner: 202, anonymous: 401, trips: 1},
	"verifyEmail":      {body: `{"token":"forged"}`, owner: 422, anonymous: 422},
	"undoEmailChange":  {path: "/api/auth/undo-email-change?token=forged", owner: 404, anonymous: 404, trips: 1},

	"POST undoEmailChange": {body: `{"token":"forged"}`, owner: 404, anonymous: 404, trips: 1},

	"betterAuthOk": {owner: 200, anonymous: 200},
	"betterAuthSignUpEmail": {
		body:  `{"name":"Ann","email":"new-{random}@example.com","password":"correct horse battery"}`,
		owner: 200, anonymous: 200, trips: 2,
	},
	"betterAuthSignInEmail": {body: `{"email":"{email}","password":"correct horse battery"}`, owner: 200,
		anonymous: 200, trips: 2},
	"betterAuthSignInSocial":        {body: `{"provider":"github"}`, owner: 200, anonymous: 200, trips: 1},
	"betterAuthLinkSocial":          {body: `{"provider":"github"}`, owner: 200, anonymous: 401, trips: 1},
	"betterAuthCallback":            {path: "/api/auth/callback/github?code=x", owner: 302, anonymous: 302},
	"betterAuthSignOut":             {owner: 200, anonymous: 200, trips: 1},
	"betterAuthGetSession":          {owner: 200, anonymous: 200, trips: 1},
	"POST betterAuthGetSession":     {owner: 405, anonymous: 405},
	"betterAuthListSessions":        {owner: 200, anonymous: 401, trips: 1},
	"betterAuthRevokeSession":       {body: `{"token":"{handle}"}`, owner: 200, anonymous: 401, trips: 1},
	"betterAuthRevokeSessions":      {owner: 200, anonymous: 401, trips: 1},
	"betterAuthRevokeOtherSessions": {owner: 200, anonymous: 401, trips: 1},
	"betterAuthUpdateUser":          {body: `{"name":"Ann"}`, owner: 200, anonymous: 401, trips: 1},
	"betterAuthUpdateSession":       {body: `{}`, owner: 400, anonymous: 401, trips: 1},
	"betterAuthChangePassword": {body: `{"currentPassword":"correct horse battery","newPassword":"another one"}`,
		owner: 200, anonymous: 401, trips: 2},
	"betterAuthVerifyPassword": {body: `{"password":"correct horse battery"}`, owner: 200, anonymous: 401,
		trips: 1},
	"betterAuthChangeEmail": {body: `{"newEmail":"new-{random}@example.com"}`, owner: 200, anonymous: 401,
		trips: 2},
	"betterAuthDeleteUser": {body: `{"password":"correct horse battery"}`, owner: 200, anonymous: 401,
		trips: 2},
	"betterAuthDeleteUserCallback": {path: "/api/auth/delete-user/callback?token=forged", owner: 404, anonymous: 404,
		trips: 1},
	"betterAuthRequestPasswordReset": {body: `{"email":"{email}"}`, owner: 200, anonymous: 200, trips: 1},
	"betterAuthResetPasswordLink": {path: "/api/auth/reset-password/forged?callbackURL=/x", owner: 302, anonymous: 302,
		trips: 1},
	"betterAuthResetPassword": {body: `{"token":"forged","newPassword":"another one"}`, owner: 400, anonymous: 400,
		trips: 1},
	"betterAuthSendVerificationEmail": {body: `{"email":"{email}"}`, owner: 200, another: 400, anonymous: 200,
		trips: 1},
	"betterAuthVerifyEmail":  {path: "/api/auth/verify-email?token=forged", owner: 401, anonymous: 401},
	"betterAuthListAccounts": {owner: 200, anonymous: 401, trips: 1},
	"betterAuthUnlinkAccount": {body: `{"accountId":"{account}"}`, owner: 200, another: 400, anonymous: 401,
		trips: 1},
	"betterAuthToken": {owner: 200, anonymous: 401, trips: 1},
	"betterAuthJwks":  {owner: 200, anonymous: 200},
	"betterAuthError": {path: "/api/auth/error?error=x", owner: 302, anonymous: 302},

	"listTasks": {owner: 200, anonymous: 401, trips: 1},
	"batch": {body: `{"operations":[{"op":"update","id":"{task}","task":{"title":"x"}}]}`, owner: 200,
		anonymous: 401, trips: 1},
	"createTask": {body: `{"title":"Another"}`, owner: 201, anonymous: 401, trips: 1},
	"getTask":    {path: "/api/tasks/{task}", owner: 200, another: 404, anonymous: 401, trips: 1},
	"updateTask": {path: "/api/tasks/{task}", body: `{"title":"Taken"}`, owner: 200, another: 404, anonymous: 401,
		trips: 1},
	"deleteTask":  {path: "/api/tasks/{task}", owner: 204, another: 404, anonymous: 401, trips: 1},
	"restoreTask": {path: "/api/tasks/{trashedTask}/restore", owner: 200, another: 404, anonymous: 401, trips: 1},
	"overview":    {owner: 200, anonymous: 401, trips: 1},

	"listLists":  {owner: 200, anonymous: 401, trips: 1},
	"createList": {body: `{"name":"Another"}`, owner: 201, anonymous: 401, trips: 1},
	"updateList": {path: "/api/lists/{list}", body: `{"name":"Taken"}`, owner: 200, another: 404, anonymous: 401,
		trips: 1},
	"listChanges": {path: "/api/lists/{list}/changes", owner: 200, another: 404, anonymous: 401, trips: 1},
	"deleteList":  {path: "/api/lists/{list}", owner: 204, another: 404, anonymous: 401, trips: 1},
	"restoreList": {path: "/api/lists/{trashedList}/restore", owner: 200, another: 404, anonymous: 401, trips: 1},

	"getFilters":     {owner: 200, anonymous: 401, trips: 1},
	"replaceFilters": {body: `{"filters":[{"name":"Taken","search":"#taken"}]}`, owner: 200, anonymous: 401, trips: 1},

	"listTrash":  {owner: 200, anonymous: 401, trips: 1},
	"emptyTrash": {owner: 204, anonymous: 401, trips: 1},

	"exportTasks": {owner: 200, anonymous: 401, trips: 1},
	"importTasks": {body: `{"format":"todo-backend","version":1,"lists":[],"tasks":[]}`, owner: 200, anonymous: 401,
		trips: 2},

	"index":   {owner: 200, anonymous: 200},
	"health":  {owner: 200, anonymous: 200},
	"docs":    {owner: 200, anonymous: 200},
	"redoc":   {owner: 200, anonymous: 200},
	"openapi": {owner: 200, anonymous: 200},
}

// rowOf is the row of a function, or of one of its methods where they differ.
func rowOf(f functions.Function) row {
	if c, ok := contract[f.Method+" "+f.Name]; ok {
		return c
	}
	return contract[f.Name]
}

func TestEveryFunctionHasItsRow(t *testing.T) {
	served := map[string]bool{}
	for _, f := range functions.All {
		served[f.Name], served[f.Method+" "+f.Name] = true, true
		if _, ok := contract[f.Name]; !ok {
			t.Errorf("%s has no row in the contract: who may call it, and what is each told?", f.Name)
		}
	}
	for name := range contract {
		if !served[name] {
			t.Errorf("%s has a row in the contract and is not served", name)
		}
	}
}
