package functions_test

import (
	"context"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestFullDisk fills the disk that the tables stand on: a tablespace of 2 MB where the test may mount one, else a
// trigger that fails as PostgreSQL does.
func TestFullDisk(t *testing.T) {
	u := newUser(t)
	fillDisk(t)
	for name, q := range writes(t, u) {
		t.Run(name, func(t *testing.T) {
			for i := 0; ; i++ { // the last page has some room
				id := "full-" + name[:4] + strconv.Itoa(i)
				q.header = map[string]string{"X-Request-Id": id, "X-Forwarded-For": randomAddress()}
				if a := q.send(t); a.Status >= 300 {
					unavailable(t, a, id)
					break
				} else if i > 1000 {
					t.Fatal("the disk is not full")
				}
			}
		})
	}
	request{method: "GET", path: "/api/tasks", token: u.Token}.send(t).want(t, 200)
	unhealthy(t, "full")
}

// unhealthy waits until readiness says so, and why: it writes every few seconds.
func unhealthy(t *testing.T, why string) {
	t.Helper()
	pgtest.Eventually(t, "readiness says that the database is "+why, func() bool {
		a := request{method: "GET", path: "/health?database"}.send(t)
		if a.Status != 503 {
			return false
		}
		if !strings.Contains(string(a.Body), `"database":"`+why+`"`) || a.Header.Get("Retry-After") == "" {
			t.Errorf("want %s: %v %s", why, a.Header, a.Body)
		}
		return true
	})
}

// fillDisk leaves no room for tasks and rate_limits, until the test ends.
func fillDisk(t *testing.T) {
	t.Helper()
	dir, mounted := mountSmall(t)
	var undo []string
	t.Cleanup(func() {
		for _, sql := range undo {
			if _, err := admin.Exec(context.Background(), sql); err != nil {
				t.Errorf("%s: %v", sql, err)
			}
		}
	})
	if !mounted {
		t.Log("no tablespace can be mounted here: a trigger fails instead")
		exec(t, `create function no_room() returns trigger language plpgsql as $$ begin raise disk_full; end $$`)
		undo = []string{`drop function no_room cascade`}
		for _, table := range []string{"tasks", "rate_limits", "room"} {
			exec(t, `create trigger no_room before insert on `+table+` for each row execute function no_room()`)
		}
		return
	}
	exec(t, `create tablespace small location '`+dir+`'`)
	undo = []string{`drop table if exists filler`}
	exec(t, `truncate tasks, rate_limits`)
	for _, table := range []string{"tasks", "rate_limits_brief", "rate_limits_lasting", "room"} {
		exec(t, `alter table `+table+` set tablespace small`)
		undo = append(undo, `alter table `+table+` set tablespace pg_default`)
	}
	undo = append(undo, `drop tablespace small`)
	exec(t, `create table filler (n int) with (autovacuum_enabled = off) tablespace small`)
	for rows := 10_000; rows > 0; {
		if _, err := admin.Exec(t.Context(), `insert into filler select generate_series(1, $1)`, rows); err == nil {
			continue
		} else if !strings.Contains(err.Error(), "53100") {
			t.Fatal(err)
		}
		rows /= 10
	}
}

// mountSmall mounts 2 MB of memory for the server's user, where the test may.
func mountSmall(t *testing.T) (dir string, mounted bool) {
	t.Helper()
	data := queryOne[string](t, `select current_setting('data_directory')`)
	dir, err := os.MkdirTemp("/tmp", "small-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	if osexec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir).Run() != nil {
		return "", false
	}
	t.Cleanup(func() { _ = osexec.Command("umount", dir).Run() })
	return dir, osexec.Command("chown", "--reference="+data, dir).Run() == nil
}
