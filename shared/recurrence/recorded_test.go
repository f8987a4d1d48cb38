package recurrence_test

import (
	"bufio"
	"compress/gzip"
	"encoding/base64"
	"iter"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// recordedCase is a line of testdata/dateutil.txt.gz, whose generator, testdata/record.py, describes it.
type recordedCase struct {
	line         string
	zone         *time.Location
	start, after time.Time
	rule         string
	next, later  string
}

// recorded returns the cases of testdata/dateutil.txt.gz.
func recorded(t testing.TB) iter.Seq[recordedCase] {
	return func(yield func(recordedCase) bool) {
		file, err := os.Open("testdata/dateutil.txt.gz")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		unzipped, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		seconds := func(text string) time.Time {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return time.Unix(n, 0)
		}
		var zones []*time.Location
		lines := bufio.NewScanner(unzipped)
		for lines.Scan() {
			fields := strings.Split(lines.Text(), "\t")
			if fields[0] == "zone" {
				data, err := base64.StdEncoding.DecodeString(fields[2])
				if err != nil {
					t.Fatal(err)
				}
				zone, err := time.LoadLocationFromTZData(fields[1], data)
				if err != nil {
					t.Fatal(err)
				}
				zones = append(zones, zone)
				continue
			}
			number, _ := strconv.Atoi(fields[0])
			c := recordedCase{lines.Text(), zones[number], seconds(fields[1]), seconds(fields[3]), fields[2], fields[4],
				fields[5]}
			if !yield(c) {
				return
			}
		}
		if lines.Err() != nil {
			t.Fatal(lines.Err())
		}
	}
}
