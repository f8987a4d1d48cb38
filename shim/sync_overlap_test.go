package main_test

import (
	"encoding/json"
	"os"
	"testing"
)

// TestSyncOverlap has the code of docs/rxdb.md pull what it pushes before the push is answered. RxDB skips a
// document that it is sending; the copy must become what the backend has all the same.
func TestSyncOverlap(t *testing.T) {
	if os.Getenv("VERIFY_SYNC") == "" {
		t.Skip("make verify-sync runs it")
	}
	folder := t.TempDir()
	buildDevices(t, folder)
	address, variables := database(t)
	p := start(t, t.TempDir(), variables...).up(t)
	d := &device{Name: "overlap", URL: p.url, Token: signup(t, p), Folder: folder}
	d.User = text(t, connect(t, address), `select id::text from users`)
	keepHistory(t, address)
	d.start(t, "overlap")
	for _, version := range []string{"1", "2"} {
		copied := sorted(t, json.RawMessage(d.says(t, "")))
		if want := states(t, address, "version::text", "history")[version]; copied != want {
			t.Errorf("version %s is\n%s\nhere, and in the database\n%s", version, copied, want)
		}
	}
	if copied := d.says(t, ""); copied != "null" {
		t.Errorf("a task that was removed elsewhere is %s here", copied)
	}
}
