package main_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// The addresses are for tests of networks (RFC 2544), and exist in the test's own namespaces alone.
const (
	spaceAddress, neonAddress, relayAddress, nobody = "198.18.0.1", "198.18.0.2", "198.18.0.3", "198.18.0.9"

	neonDomain = "eu.aws.neon.tech"
)

// TestOpenPorts runs the shim in a network namespace that connections leave to ports 80, 443 and 8080 alone, as a
// Space's: what goes elsewhere is lost in silence. PostgreSQL listens outside, on its port and on Neon's WebSocket, and
// a mail relay on 443. The shim migrates, serves, mails, and passes every step of the acceptance run from outside.
func TestOpenPorts(t *testing.T) {
	if os.Getenv("VERIFY_NAMESPACE") == "" {
		t.Skip("make verify-namespace runs it: it takes root and network namespaces")
	}
	inside, outside := newNamespaces(t)
	neon, err := postgres.NewNeon(outside.listen(t, neonAddress+":5432"), outside.listen(t, neonAddress+":443"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(neon.Close)
	relay := newRelay(t, outside.listen(t, relayAddress+":443"), neon.Web.TLS)
	for address, open := range map[string]bool{
		neonAddress + ":5432": false, relayAddress + ":587": false, neonAddress + ":443": true,
	} {
		if conn, err := inside.dial(address); (err == nil) != open {
			t.Errorf("%s from inside: %v, want it open: %v", address, err, open)
		} else if err == nil {
			conn.Close()
		}
	}

	if _, err := postgres.NewDatabase(t.Context(), "openports", ""); err != nil {
		t.Fatal(err)
	}
	hosts := filepath.Join(t.TempDir(), "hosts")
	names := fmt.Sprintf("127.0.0.1 localhost\n%s ep-cool-1234-pooler.%s ep-cool-1234.%s\n%s relay.%s\n",
		neonAddress, neonDomain, neonDomain, relayAddress, neonDomain)
	if err := os.WriteFile(hosts, []byte(names), 0o644); err != nil {
		t.Fatal(err)
	}
	log := new(output)
	shim := inside.command(hosts, binary)
	shim.Dir, shim.Stdout, shim.Stderr = t.TempDir(), log, log
	shim.Env = []string{"PATH=" + os.Getenv("PATH"), secretVariable, "PORT=7860", "SSL_CERT_FILE=" + neon.Roots,
		"BETTER_AUTH_URL=http://" + spaceAddress + ":7860",
		"DATABASE_URL=postgresql://postgres:secret@ep-cool-1234-pooler." + neonDomain +
			"/openports?sslmode=require&channel_binding=require",
		"SMTP_URL=smtps://relay." + neonDomain + ":443"}
	began := time.Now()
	if err := shim.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shim.Process.Signal(unix.SIGTERM); _ = shim.Wait() })
	pgtest.Eventually(t, "the shim serves", func() bool {
		return inside.command(hosts, binary, "healthcheck").Run() == nil
	})
	first := time.Since(began)

	out, err := outside.command(hosts, binary, "verify", "http://"+spaceAddress+":7860").CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte(" 0 failed")) {
		t.Errorf("shim verify: %v\n%s\n%s", err, out, log)
	}
	fmt.Printf("ports 80, 443 and 8080 alone: first answer %s; %s", first.Round(time.Millisecond),
		out[bytes.LastIndexByte(bytes.TrimSpace(out), '\n')+1:])
	for _, command := range []string{"migrate", "usage"} {
		c := inside.command(hosts, binary, command)
		c.Env = shim.Env
		if out, err := c.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("WebSocket on port 443")) {
			t.Errorf("shim %s: %v\n%s", command, err, out)
		}
	}
	pgtest.Eventually(t, "mails have arrived", func() bool { return relay.mails.Load() > 0 })
	if n := strings.Count(log.String(), "PostgreSQL's port does not answer"); n != 1 {
		t.Errorf("the log says %d times which way it takes:\n%s", n, log)
	}
}

// namespace is a network namespace by its name.
type namespace string

// newNamespaces makes two namespaces with a cable between them. From inside, connections to the open ports go through
// it, answers of the shim too, and everything else to a machine that does not exist.
func newNamespaces(t *testing.T) (inside, outside namespace) {
	t.Helper()
	inside = namespace(fmt.Sprint("todo-inside-", os.Getpid()))
	outside = namespace(fmt.Sprint("todo-outside-", os.Getpid()))
	ip := func(arguments string) error {
		out, err := exec.Command("ip", strings.Fields(arguments)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ip %s: %w: %s", arguments, err, out)
		}
		return nil
	}
	for _, n := range []namespace{inside, outside} {
		if err := ip("netns add " + string(n)); err != nil {
			t.Skipf("no network namespace can be made here: %v", err)
		}
		t.Cleanup(func() { _ = ip("netns del " + string(n)) })
	}
	at := "-n " + string(inside) + " "
	steps := []string{
		at + "link add cable type veth peer name cable netns " + string(outside),
		at + "addr add " + spaceAddress + "/32 dev cable", at + "link set lo up", at + "link set cable up",
		at + "route add 198.18.0.0/24 dev cable table 100", at + "rule add ipproto tcp sport 7860 table 100",
		at + "neigh add " + nobody + " lladdr 02:00:00:00:00:99 dev cable nud permanent",
		at + "route add default via " + nobody + " dev cable onlink",
	}
	for _, port := range []string{"80", "443", "8080"} {
		steps = append(steps, at+"rule add ipproto tcp dport "+port+" table 100")
	}
	at = "-n " + string(outside) + " "
	steps = append(steps, at+"addr add "+neonAddress+"/24 dev cable", at+"addr add "+relayAddress+"/24 dev cable",
		at+"link set lo up", at+"link set cable up")
	for _, step := range steps {
		if err := ip(step); err != nil {
			t.Skipf("no network can be made here: %v", err)
		}
	}
	return inside, outside
}

// command returns a program that runs in n, with a file in the place of /etc/hosts.
func (n namespace) command(hosts string, program ...string) *exec.Cmd {
	script := `mount --bind "$0" /etc/hosts && exec "$@"`
	return exec.Command("nsenter", append([]string{"--net=/run/netns/" + string(n),
		"unshare", "--mount", "sh", "-c", script, hosts}, program...)...)
}

// enter calls do in n. A socket stays in the namespace where it was opened.
func (n namespace) enter(do func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocks it, so that the thread ends
		file, err := os.Open("/run/netns/" + string(n))
		if err == nil {
			defer file.Close()
			err = unix.Setns(int(file.Fd()), unix.CLONE_NEWNET)
		}
		if err == nil {
			err = do()
		}
		done <- err
	}()
	return <-done
}

func (n namespace) listen(t *testing.T, address string) (listener net.Listener) {
	t.Helper()
	err := n.enter(func() (err error) {
		listener, err = new(net.ListenConfig).Listen(context.Background(), "tcp", address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func (n namespace) dial(address string) (conn net.Conn, err error) {
	err = n.enter(func() (err error) {
		conn, err = net.DialTimeout("tcp", address, time.Second)
		return err
	})
	return conn, err
}
