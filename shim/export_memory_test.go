package main_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// TestExportTakesConstantMemory exports 10,000 tasks in each format, then 100,000, up to 25 MiB: the process takes
// little more for these than for those.
func TestExportTakesConstantMemory(t *testing.T) {
	const most = 16 << 10 // KiB
	url, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "TRUSTED_PROXIES=127.0.0.1")...).up(t)
	conn := connect(t, url)
	owner := &client{p: p, address: "203.0.113.1"}
	owner.signUp(t, "owner@example.com")
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
	peakOf := func(tasks int) int {
		mustExec(t, conn, `insert into tasks (id, user_id, title)
			select gen_random_uuid(), users.id, 'Task ' || n
			from users cross join generate_series(1 + (select count(*) from tasks), $2::int) n
			where email = $1`, "owner@example.com", tasks)
		for format, want := range map[string]int{"json": tasks + 4, "csv": tasks + 1, "ics": 8*tasks + 4} {
			if lines := export(format); lines != want {
				t.Errorf("%s has %d lines, want %d", format, lines, want)
			}
		}
		return peakMemory(t, p)
	}
	before, peak := peakOf(10_000), peakOf(100_000)
	t.Logf("peak memory %d MiB, %d MiB before", peak>>10, before>>10)
	if peak-before > most {
		t.Errorf("the exports took %d KiB, more than %d", peak-before, most)
	}
}
