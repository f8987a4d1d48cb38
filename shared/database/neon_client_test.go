package database

import (
	"os"
	osexec "os/exec"
	"strings"
	"testing"
)

// TestNeonClient uses Neon's own client on the stand-in for Neon's proxy, which is right if the client is content. It
// asks for a password by SCRAM, and as Neon does: in clear, inside the WebSocket's TLS. It needs npm.
func TestNeonClient(t *testing.T) {
	if os.Getenv("VERIFY_NEON") == "" {
		t.Skip("make verify-neon runs it: it takes npm")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/neon")); err != nil {
		t.Fatal(err)
	}
	install := command(dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	neon := newNeon(t)
	for _, method := range []string{"scram-sha-256", "password"} {
		client := command(dir, "node", "client.mjs")
		client.Env = append(os.Environ(), "NODE_EXTRA_CA_CERTS="+neon.Roots, "METHOD="+method,
			"STAND_IN="+neon.Web.Listener.Addr().String(), "DATABASE_URL="+passwordURL(t, method, "p@ss/w:rd"),
			"EXPECTED_USER="+strings.ReplaceAll(method, "-", "_")+"_user")
		out, err := client.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", method, err, out)
		}
	}
	if n := neon.WebSocket.Load(); n < 2*4 {
		t.Errorf("%d WebSockets, want those of two clients and pools", n)
	}
}

func command(dir, name string, arguments ...string) *osexec.Cmd {
	c := osexec.Command(name, arguments...)
	c.Dir = dir
	return c
}
