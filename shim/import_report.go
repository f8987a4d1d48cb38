package main

import (
	"fmt"
	"io"
)

const maxListed = 20 // skipped users who are named

// tally counts rows by what became of them.
type tally struct{ imported, existing, skipped int }

func (t *tally) add(imported, existing bool) {
	switch {
	case imported:
		t.imported++
	case existing:
		t.existing++
	default:
		t.skipped++
	}
}

// The reasons why a user is skipped.
const (
	addressTaken   = "address taken by another account here"
	addressInvalid = "not a valid address"
	hashUnknown    = "hash of an unknown form"
	banned         = "banned there"
	deactivated    = "deactivated there"
	twoFactor      = "signs in with a second factor there, which is not asked for here"
	anonymous      = "anonymous there"
)

var reasons = []string{addressTaken, addressInvalid, hashUnknown, banned, deactivated, twoFactor, anonymous}

func (im *importer) skip(id, reason string) {
	im.users.skipped++
	im.skipped[reason]++
	if len(im.listed) < maxListed {
		im.listed = append(im.listed, id+": "+reason)
	}
}

func (im *importer) print(w io.Writer, betterAuth bool) {
	line := func(name string, t tally) {
		fmt.Fprintf(w, "%s: %d imported, %d already here, %d skipped\n", name, t.imported, t.existing, t.skipped)
	}
	line("users", im.users)
	for _, reason := range reasons {
		if n := im.skipped[reason]; n > 0 {
			fmt.Fprintf(w, "  %d skipped: %s\n", n, reason)
		}
	}
	if betterAuth {
		line("sessions", im.sessions)
		if im.impersonated > 0 {
			fmt.Fprintf(w, "  %d skipped: an administrator's, signed in as the user\n", im.impersonated)
		}
		line("linked accounts", im.links)
	}
	for _, user := range im.listed {
		fmt.Fprintln(w, "skipped user", user)
	}
	if more := im.users.skipped - len(im.listed); more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}
