package main_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// TestExportTakesConstantMemory exports 100,000 tasks in each format, some 30 MB: the process takes little more for it
// than before.
func TestExportTakesConstantMemory(t *testing.T) {
	const most = 16 << 10 // KiB
	url, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "TRUSTED_PROXIES=127.0.0.1")...).up(t)
	conn := connect(t, url)
	owner := &client{p: p, address: "203.0.113.1"}
	owner.signUp(t, "owner@example.com")
	mustExec(t, conn, `insert into tasks (id, user_id, title)
		select gen_random_uuid(), users.id, 'Task ' || n from users cross join generate_series(1, 100000) n
		where email = $1`, "owner@example.com")
	export := func(format string) (lines int) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", p.url+"/api/export?format="+format, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+owner.token)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		size, piece := 0, make([]byte, 64<<10)
		for {
			n, err := response.Body.Read(piece)
			size += n
			lines += bytes.Count(piece[:n], []byte("\n"))
			if err == io.EOF {
				t.Log(format, size>>20, "MiB")
				return lines
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	before := peakMemory(t, p)
	for format, want := range map[string]int{"json": 100_000 + 4, "csv": 100_000 + 1, "ics": 8*100_000 + 4} {
		if lines := export(format); lines != want {
			t.Errorf("%s has %d lines, want %d", format, lines, want)
		}
	}
	peak := peakMemory(t, p)
	t.Logf("peak memory %d MiB, %d MiB before", peak>>10, before>>10)
	if peak-before > most {
		t.Errorf("the exports took %d KiB, more than %d", peak-before, most)
	}
}
