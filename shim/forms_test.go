package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/migrations"
)

// verifyForm runs the acceptance run against url, and prints the form's row of the table.
func verifyForm(t *testing.T, form, url, size string, start time.Duration, variables ...string) {
	t.Helper()
	c := exec.Command(binary, "verify", url)
	c.Env = variables
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", form, err, out)
	}
	summary := regexp.MustCompile(`(\d+) steps passed, (\d+) failed; .* p50 (.*)\n`).FindSubmatch(out)
	if summary == nil {
		t.Fatalf("%s: no summary:\n%s", form, out)
	}
	fmt.Printf("%-24s %3s passed %3s failed   size %-10s first answer %-10s listTasks p50 %s\n", form, summary[1], summary[2], size, start.Round(time.Millisecond), summary[3])
}

func sizeOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
}

// find returns the function for a request, as a platform's routing would.
func find(r *http.Request) (functions.Function, bool) {
	method := r.Method
	if wanted := r.Header.Get("Access-Control-Request-Method"); method == http.MethodOptions && wanted != "" {
		method = wanted
	}
	var other functions.Function
	found := false
	for _, f := range functions.All {
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(f.Path, "[^/]+") + "$")
		if pattern.MatchString(r.URL.EscapedPath()) {
			if f.Method == method {
				return f, true
			}
			other, found = f, true
		}
	}
	return other, found
}

// TestForms runs the acceptance run against every form that needs no other tool. The Vercel build and the container
// image have runs of their own: make verify-all.
func TestForms(t *testing.T) {
	address, variables := database(t)
	forget := func() { // the minute's logins, or the next form would have to wait for it to pass
		if _, err := connect(t, address).Exec(t.Context(), `delete from rate_limits`); err != nil {
			t.Fatal(err)
		}
	}

	t.Run("in process", func(t *testing.T) { // each function is called directly; only its answer goes over TCP
		for _, variable := range variables {
			name, value, _ := strings.Cut(variable, "=")
			t.Setenv(name, value)
		}
		began := time.Now()
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f, ok := find(r)
			if !ok {
				f = functions.All[0] // it says 404 by itself
			}
			recorder := httptest.NewRecorder()
			f.Handler(recorder, r)
			maps.Copy(w.Header(), recorder.Header())
			w.WriteHeader(recorder.Code)
			_, _ = w.Write(recorder.Body.Bytes())
		}))
		defer front.Close()
		verifyForm(t, "in process", front.URL, "-", time.Since(began))
	})

	t.Run("shim", func(t *testing.T) {
		began := time.Now()
		p := start(t, t.TempDir(), variables...).up(t)
		forget()
		verifyForm(t, "shim", p.url, sizeOf(t, binary), time.Since(began))
	})

	t.Run("one function a process", func(t *testing.T) {
		began := time.Now()
		var first time.Duration
		backends := map[string]*httputil.ReverseProxy{}
		for _, f := range functions.All {
			if backends[f.Name] != nil {
				continue
			}
			p := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET="+f.Name)...)
			p.up(t)
			if first == 0 {
				first = time.Since(began)
			}
			target, err := url.Parse(p.url)
			if err != nil {
				t.Fatal(err)
			}
			backends[f.Name] = httputil.NewSingleHostReverseProxy(target)
		}
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f, ok := find(r)
			if !ok {
				f = functions.All[0]
			}
			backends[f.Name].ServeHTTP(w, r)
		}))
		defer front.Close()
		forget()
		verifyForm(t, "one function a process", front.URL, sizeOf(t, binary), first)
	})
}

// TestPgBouncer runs the acceptance run through PgBouncer in transaction mode, while a hundred clients share its five
// server connections, as on Neon's pooled host. A PgBouncer before 1.21 loses named statements: the shim does without.
func TestPgBouncer(t *testing.T) {
	for _, mode := range []string{"cache_describe", "cache_statement"} {
		t.Run(mode, func(t *testing.T) { throughPgBouncer(t, mode) })
	}
}

func throughPgBouncer(t *testing.T, mode string) {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program = "/usr/sbin/pgbouncer"; os.Getenv("CI") == "" {
			if _, err := os.Stat(program); err != nil {
				t.Skip("pgbouncer is not installed; make test installs it")
			}
		}
	}
	direct, variables := database(t)
	parsed, err := url.Parse(direct)
	if err != nil {
		t.Fatal(err)
	}
	socket := parsed.Query().Get("host")
	dir := shortDir(t)
	port := freePort(t)
	config := fmt.Sprintf("[databases]\ntodo = host=%s port=5432 user=postgres dbname=%s\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port=%s\nunix_socket_dir=\nauth_type=any\npool_mode=transaction\ndefault_pool_size=5\nmax_client_conn=300\nserver_reset_query=\n",
		socket, strings.TrimPrefix(parsed.Path, "/"), port)
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	bouncer := exec.Command(program, file)
	bouncer.SysProcAttr = asOwner(t, socket, dir)
	log := new(output)
	bouncer.Stdout, bouncer.Stderr = log, log
	if err := bouncer.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bouncer.Process.Kill(); _ = bouncer.Wait() })
	pooled := fmt.Sprintf("postgres://postgres@127.0.0.1:%s/todo?sslmode=disable&default_query_exec_mode=%s",
		port, mode)
	p := start(t, t.TempDir(), "DATABASE_URL="+pooled, "DATABASE_URL_UNPOOLED="+direct, variables[1], "DATABASE_MAX_CONNS=100").up(t)

	token := signup(t, p)
	done := make(chan map[int]int)
	stop := make(chan struct{})
	go func() {
		counts := map[int]int{}
		answers := make(chan int) // statuses, and -1 for each client that has ended
		for range 100 {
			go func() {
				for {
					select {
					case <-stop:
						answers <- -1
						return
					default:
					}
					answers <- p.list(token)
				}
			}()
		}
		for ended := 0; ended < 100; {
			if status := <-answers; status == -1 {
				ended++
			} else {
				counts[status]++
			}
		}
		done <- counts
	}()
	waitUntil(t, direct, `select count(*) >= 3 from pg_stat_activity where application_name = 'todo-backend' and datname = current_database()`)
	verifyForm(t, "through PgBouncer", p.url, "-", 0)
	rows, err := connect(t, direct).Query(t.Context(), `select row(pid, backend_type, datname, usename, client_port, state, backend_start, query)::text from pg_stat_activity where application_name = 'todo-backend' and datname = current_database()`)
	if err != nil {
		t.Fatal(err)
	}
	if servers, err := pgx.CollectRows(rows, pgx.RowTo[string]); err != nil || len(servers) > 5 {
		t.Errorf("%d server connections, %v:\n%s", len(servers), err, strings.Join(servers, "\n"))
	}
	close(stop)
	if counts := <-done; len(counts) != 1 || counts[200] < 100 {
		t.Errorf("the hundred clients got %v, want 200 alone\n%s", counts, log)
	}
	said := strings.Count(p.output.String(), "carries no named prepared statements")
	if version, _ := exec.Command(program, "--version").Output(); mode == "cache_describe" ||
		losesStatements(string(version)) {
		if want := map[string]int{"cache_statement": 1}[mode]; said != want {
			t.Errorf("the log says %d times that named statements are lost, want %d", said, want)
		}
	}
}

// losesStatements reports whether a PgBouncer of this version carries no named statements.
func losesStatements(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "PgBouncer %d.%d", &major, &minor)
	return err == nil && major == 1 && minor < 21
}

// TestTLS connects as Neon's URLs say, sslmode=require and channel_binding=require, to a PostgreSQL with TLS and a
// password, over TCP.
func TestTLS(t *testing.T) {
	conn := connect(t, postgres.URL("postgres"))
	var programs string
	if err := conn.QueryRow(t.Context(), `select setting from pg_config where name = 'BINDIR'`).Scan(&programs); err != nil {
		t.Fatal(err)
	}
	dir := shortDir(t)
	certificate, key := filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key")
	selfSigned(t, certificate, key)
	passwords := filepath.Join(dir, "password")
	if err := os.WriteFile(passwords, []byte("s3cret & more\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(postgres.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	attributes := asOwner(t, parsed.Query().Get("host"), dir, certificate, key, passwords)
	data, port := filepath.Join(dir, "data"), freePort(t)
	initdb := exec.Command(filepath.Join(programs, "initdb"), "-D", data, "-U", "todo_owner", "--pwfile="+passwords, "--auth=scram-sha-256", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	hba := "hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all 127.0.0.1/32 reject\n"
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(hba), 0o600); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(filepath.Join(programs, "postgres"), "-D", data, "-c", "listen_addresses=127.0.0.1", "-c", "port="+port, "-c", "unix_socket_directories=",
		"-c", "ssl=on", "-c", "ssl_cert_file="+certificate, "-c", "ssl_key_file="+key, "-c", "fsync=off")
	server.SysProcAttr, server.Dir = attributes, dir
	log := new(output)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Signal(syscall.SIGINT); _ = server.Wait() })

	address := fmt.Sprintf("postgresql://todo_owner:%s@127.0.0.1:%s/postgres", url.QueryEscape("s3cret & more"), port)
	address = strings.ReplaceAll(address, "+", "%20")
	p := start(t, t.TempDir(), "DATABASE_URL="+address+"?sslmode=require&channel_binding=require", "BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef").up(t)
	verifyForm(t, "over TLS", p.url, "-", 0)
	secured, err := pgx.Connect(t.Context(), address+"?sslmode=require")
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	defer secured.Close(t.Context())
	var plain int
	if err := secured.QueryRow(t.Context(), `select count(*) from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'todo-backend' and not ssl`).Scan(&plain); err != nil || plain != 0 {
		t.Errorf("%d connections without TLS, %v", plain, err)
	}
	if _, err := migrations.Up(t.Context(), address+"?sslmode=disable"); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("without TLS: %v", err)
	}
	if strings.Contains(p.output.String(), "s3cret") {
		t.Error("the log shows the password")
	}
}

// asOwner runs a program as the owner of a folder, who PostgreSQL runs as, and hands him the paths.
func asOwner(t *testing.T, folder string, paths ...string) *syscall.SysProcAttr {
	t.Helper()
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	if os.Geteuid() != 0 {
		return nil
	}
	for _, path := range paths {
		if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
}

// selfSigned makes a certificate for 127.0.0.1.
func selfSigned(t *testing.T, certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: encoded}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
