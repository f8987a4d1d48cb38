package functions_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

func TestImportedBcryptHashIsUpgraded(t *testing.T) {
	u := newUser(t)
	old, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	imported := "$2b" + string(old[3:]) // as Python's bcrypt writes it
	exec(t, `update users set password_hash = $2 where id = $1`, u.ID, imported)
	login(t, u.Email, "wrong password", randomAddress()).want(t, 401)
	if h := queryOne[string](t, `select password_hash from users where id = $1`, u.ID); h != imported {
		t.Error("a wrong password has changed the hash")
	}
	login(t, u.Email, password, randomAddress()).want(t, 200)
	if h := queryOne[string](t, `select password_hash from users where id = $1`,
		u.ID); !strings.HasPrefix(h, "$argon2id$") {
		t.Errorf("the hash is still %s", h)
	}
	login(t, u.Email, password, randomAddress()).want(t, 200)
}

// TestLongBcryptPasswordKeepsItsHash signs in with a password over the 72 bytes that bcrypt compares: the rest, which
// may be any, does not become the password.
func TestLongBcryptPasswordKeepsItsHash(t *testing.T) {
	u := newUser(t)
	compared := strings.Repeat("x", 72)
	hash, err := bcrypt.GenerateFromPassword([]byte(compared), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, `update users set password_hash = $2 where id = $1`, u.ID, string(hash))
	for _, rest := range []string{"a rest", "the right rest", ""} {
		login(t, u.Email, compared+rest, randomAddress()).want(t, 200)
		h := queryOne[string](t, `select password_hash from users where id = $1`, u.ID)
		if upgraded := strings.HasPrefix(h, "$argon2id$"); upgraded != (rest == "") {
			t.Errorf("with the rest %q the hash is upgraded: %v", rest, upgraded)
		}
	}
}

func TestPasswordChange(t *testing.T) {
	u := newUser(t)
	first, second := u.Token, u
	second.signIn(t)
	change := func(current, new string) answer {
		return request{method: "PUT", path: "/api/auth/password", token: first,
			body: fmt.Sprintf(`{"current_password":%q,"new_password":%q}`, current, new)}.send(t)
	}
	wantProblem(t, "wrong", change("wrong password", "new password").want(t, 422), "current_password",
		"Current password is incorrect")
	wantProblem(t, "short", change(password, "short").want(t, 422), "new_password",
		"Password must be at least 8 characters")
	wantProblem(t, "common", change(password, "password1").want(t, 422),
		"new_password", "Password is too common, please choose another")
	request{method: "GET", path: "/api/auth/me", token: second.Token}.send(t).want(t, 200)

	change(password, "new password").want(t, 200)
	request{method: "GET", path: "/api/auth/me", token: first}.send(t).want(t, 200)
	request{method: "GET", path: "/api/auth/me", token: second.Token}.send(t).want(t, 401)
	login(t, u.Email, password, randomAddress()).want(t, 401)
	login(t, u.Email, "new password", randomAddress()).want(t, 200)
}

// TestPasswordChangesAtOnce lets five changes race: one wins, whoever lost is told, and the winner's password is the
// one.
func TestPasswordChangesAtOnce(t *testing.T) {
	u := newUser(t)
	var n, winner atomic.Int64
	statuses := concurrently(5, func() int {
		number := n.Add(1)
		a := request{method: "PUT", path: "/api/auth/password", token: u.Token,
			body: fmt.Sprintf(`{"current_password":%q,"new_password":"new password %d"}`, password, number)}.send(t)
		if a.Status == 200 {
			winner.Add(number)
		}
		return a.Status
	})
	if statuses[200] != 1 || statuses[422] != 4 {
		t.Fatalf("statuses %v, want one 200", statuses)
	}
	login(t, u.Email, fmt.Sprintf("new password %d", winner.Load()), randomAddress()).want(t, 200)
}

// TestBurstOfLogins shows that others are served while logins wait for a place to hash, and that none is lost.
func TestBurstOfLogins(t *testing.T) {
	users := [5]user{newUser(t), newUser(t), newUser(t), newUser(t), newUser(t)} // one has ten sign-ins at once at most
	u := users[0]
	var n atomic.Int64
	var statuses map[int]int
	done := make(chan struct{})
	go func() {
		defer close(done)
		statuses = concurrently(30, func() int {
			return login(t, users[n.Add(1)%5].Email, password, randomAddress()).Status
		})
	}()
	for {
		request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).want(t, 200)
		select {
		case <-done:
			if statuses[200] != 30 {
				t.Errorf("statuses %v", statuses)
			}
			return
		default:
		}
	}
}
