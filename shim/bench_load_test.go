package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	connections = 32
	round       = time.Second // how long each side is measured at a time
	rounds      = 5           // the sides take turns; the median counts
)

// side is one of those that are compared: a server, and what each connection sends to it, over and over.
type side struct {
	address  string
	requests []string
}

// inTurns loads the sides one after the other, in as many rounds as are measured, and returns their requests a second,
// a row for each round. A first round makes all of them warm. Each round begins with the next side, and ends with
// reset.
func inTurns(b *testing.B, reset func(), sides ...side) (rates [][]float64) {
	b.Helper()
	for i := range rounds + 1 {
		row := make([]float64, len(sides))
		for j := range sides {
			k := (i + j) % len(sides)
			row[k] = load(b, sides[k])
		}
		if i > 0 {
			rates = append(rates, row)
		}
		reset()
	}
	return rates
}

// load keeps every connection of the side busy for one round, and returns requests a second. Its client parses no more
// of an answer than its length, so that it takes little of the machine that it measures.
func load(b *testing.B, s side) float64 {
	b.Helper()
	var answered atomic.Int64
	var clients sync.WaitGroup
	start := time.Now()
	for _, request := range s.requests {
		clients.Go(func() {
			conn, err := net.Dial("tcp", s.address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			n := int64(0)
			for r := bufio.NewReaderSize(conn, 64<<10); time.Since(start) < round; n++ {
				if err := exchange(conn, r, request); err != nil {
					b.Error(err)
					return
				}
			}
			answered.Add(n)
		})
	}
	clients.Wait()
	if b.Failed() {
		b.FailNow()
	}
	return float64(answered.Load()) / time.Since(start).Seconds()
}

// exchange sends a request and reads its answer. It fails unless the status is one of success.
func exchange(conn net.Conn, r *bufio.Reader, request string) error {
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 2")) {
		return fmt.Errorf("%s answers %s", request, line)
	}
	length, chunked := 0, false
	for len(line) > 2 { // an empty line ends the header
		if line, err = r.ReadSlice('\n'); err != nil {
			return err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
		chunked = chunked || bytes.Equal(line, []byte("Transfer-Encoding: chunked\r\n"))
	}
	for chunked {
		if line, err = r.ReadSlice('\n'); err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err = r.Discard(int(size) + 2); err != nil {
			return err
		}
		chunked = size > 0
	}
	_, err = r.Discard(length)
	return err
}

// median returns the value in the middle.
func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

// column returns the median of a side's rates, and ratio that of one side's to another's in the same round.
func column(rates [][]float64, side int) float64 {
	return median(each(rates, func(row []float64) float64 { return row[side] }))
}

func ratio(rates [][]float64, side, to int) float64 {
	return median(each(rates, func(row []float64) float64 { return row[side] / row[to] }))
}

func each(rows [][]float64, value func(row []float64) float64) (values []float64) {
	for _, row := range rows {
		values = append(values, value(row))
	}
	return values
}

// met says whether a figure keeps its aim.
func met(ok bool) string {
	if ok {
		return "met"
	}
	return "missed"
}
