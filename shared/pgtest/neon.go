package pgtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/jackc/pgx/v5/pgconn"
)

// Neon is a stand-in for Neon's proxy before a server: PostgreSQL's port, which takes TLS alone, and port 443, which
// takes WebSockets at /v2 and hands on the bytes of their binary messages. Neon's own client works on it.
type Neon struct {
	Port      net.Listener
	Web       *httptest.Server
	Roots     string       // a file with the certificate of both, which is its own authority
	WebSocket atomic.Int64 // how many there have been

	server *Server
}

// NewNeon starts a stand-in on these listeners, or on ports of this machine where they are nil. Its certificate is for
// *.neon.tech and this machine.
func (s *Server) NewNeon(port, web net.Listener) (*Neon, error) {
	dir, err := os.MkdirTemp("", "neon-")
	if err != nil {
		return nil, err
	}
	n := &Neon{Port: port, Roots: filepath.Join(dir, "roots.pem"), server: s}
	certificate, err := newCertificate("*.eu.aws.neon.tech", "localhost")
	if err == nil {
		block := &pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}
		err = os.WriteFile(n.Roots, pem.EncodeToMemory(block), 0o644)
	}
	if err == nil && port == nil {
		n.Port, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	n.Web = httptest.NewUnstartedServer(n)
	if web != nil {
		n.Web.Listener.Close()
		n.Web.Listener = web
	}
	n.Web.Config.ErrorLog = log.New(io.Discard, "", 0) // of clients that do not trust it
	n.Web.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	n.Web.StartTLS()
	go n.servePort()
	return n, nil
}

// Close ends the stand-in, but not the connections through it.
func (n *Neon) Close() {
	n.Port.Close()
	n.Web.Close()
	_ = os.RemoveAll(filepath.Dir(n.Roots))
}

// URL returns the address of a database through PostgreSQL's port.
func (n *Neon) URL(database string) string {
	return "postgres://postgres@" + n.Port.Addr().String() + "/" + database +
		"?sslmode=verify-full&sslrootcert=" + n.Roots
}

// WebSocketURL returns the address of the WebSocket, which is a DATABASE_WEBSOCKET.
func (n *Neon) WebSocketURL() string { return "wss" + n.Web.URL[len("https"):] + "/v2" }

// newCertificate makes a certificate for names and for 127.0.0.1, signed by itself.
func newCertificate(names ...string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// dial connects to the server's socket.
func (s *Server) dial() (net.Conn, error) {
	cfg, err := pgconn.ParseConfig(s.url)
	if err != nil {
		return nil, err
	}
	return net.Dial(pgconn.NetworkAddress(cfg.Host, cfg.Port))
}

func (n *Neon) servePort() {
	for {
		conn, err := n.Port.Accept()
		if err != nil {
			return
		}
		go n.handOn(conn)
	}
}

// handOn takes TLS as PostgreSQL does, which is asked for it, and hands everything on.
func (n *Neon) handOn(conn net.Conn) {
	defer conn.Close()
	if _, err := io.ReadFull(conn, make([]byte, 8)); err != nil { // SSLRequest
		return
	}
	if _, err := conn.Write([]byte("S")); err != nil {
		return
	}
	client := tls.Server(conn, n.Web.TLS)
	server, err := n.server.dial()
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	_, _ = io.Copy(server, client)
}

// ServeHTTP takes WebSockets.
func (n *Neon) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v2" {
		http.NotFound(w, r)
		return
	}
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // it has answered
	}
	defer func() { _ = ws.CloseNow() }()
	n.WebSocket.Add(1)
	server, err := n.server.dial()
	if err != nil {
		_ = ws.Close(websocket.StatusInternalError, "the server does not answer")
		return
	}
	defer server.Close()
	ws.SetReadLimit(-1)
	go func() {
		pieces := make([]byte, 32<<10)
		for {
			n, err := server.Read(pieces)
			if err == nil {
				err = ws.Write(context.Background(), websocket.MessageBinary, pieces[:n])
			}
			if err != nil {
				_ = ws.Close(websocket.StatusNormalClosure, "")
				return
			}
		}
	}()
	for {
		kind, message, err := ws.Reader(context.Background())
		if err != nil || kind != websocket.MessageBinary {
			return
		}
		if _, err := io.Copy(server, message); err != nil {
			return
		}
	}
}
