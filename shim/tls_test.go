package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
)

// TestTLS connects as Neon's URLs say, sslmode=require and channel_binding=require, to a PostgreSQL with TLS and a
// password, over TCP.
func TestTLS(t *testing.T) {
	t.Parallel()
	conn := connect(t, postgres.URL("postgres"))
	programs := text(t, conn, `select setting from pg_config where name = 'BINDIR'`)
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
	initdb := exec.Command(filepath.Join(programs, "initdb"), "-D", data, "-U", "todo_owner", "--pwfile="+passwords,
		"--auth=scram-sha-256", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	hba := "hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all 127.0.0.1/32 reject\n"
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(hba), 0o600); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(filepath.Join(programs, "postgres"), "-D", data,
		"-c", "listen_addresses=127.0.0.1", "-c", "port="+port, "-c", "unix_socket_directories=",
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
	p := start(t, t.TempDir(), "DATABASE_URL="+address+"?sslmode=require&channel_binding=require", secretVariable).up(t)
	verifyForm(t, "over TLS", p.url, "-", 0)
	secured, err := pgx.Connect(t.Context(), address+"?sslmode=require")
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	defer secured.Close(t.Context())
	same(t, "connections without TLS", secured, `
		select count(*) from pg_stat_ssl join pg_stat_activity using (pid)
		where application_name = 'todo-backend' and not ssl`, "0")
	_, err = migrations.Up(t.Context(), address+"?sslmode=disable")
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("without TLS: %v", err)
	}
	if strings.Contains(p.output.String(), "s3cret") {
		t.Error("the log shows the password")
	}
}

// asOwner returns the attributes of a process that runs as the owner of a folder, whom PostgreSQL runs as, and hands
// the paths over to that user.
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
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{
		certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: encoded},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
