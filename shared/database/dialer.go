package database

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
)

// portTimeout is how long PostgreSQL's port may take to answer before the WebSocket is tried: a platform that lets only
// port 443 out drops the rest in silence.
const portTimeout = 2 * time.Second

// neonDomain is where Neon's databases are.
const neonDomain = ".neon.tech"

// errClosed is the error of a port that did not answer before, and is not dialled again.
var errClosed = errors.New("PostgreSQL's port did not answer before")

// Dialer leads connections to PostgreSQL's port, or through a WebSocket on port 443: where DATABASE_WEBSOCKET says so
// and, at Neon's hosts, where the port does not answer.
type Dialer struct {
	setting string // DATABASE_WEBSOCKET
	log     *slog.Logger
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	closed  atomic.Bool // the port has not answered, and the WebSocket has not failed since

	sayClosed, sayUnbound sync.Once
}

// NewDialer returns a dialer as cfg says.
func NewDialer(cfg *config.Config, log *slog.Logger) *Dialer {
	return &Dialer{setting: cfg.DatabaseWebSocket, log: log, dial: new(net.Dialer).DialContext}
}

// Configure sets how c connects. Inside a WebSocket, TLS is that of the WebSocket, which verifies the host's
// certificate whatever sslmode is, against sslrootcert or the system's authorities.
func (d *Dialer) Configure(c *pgx.ConnConfig) {
	if d.setting == "" && !strings.HasSuffix(c.Host, neonDomain) {
		return
	}
	address := "wss://" + c.Host + "/v2"
	if d.setting != "" && d.setting != "on" {
		address = d.setting
	}
	secure := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.TLSConfig != nil {
		secure.RootCAs = c.TLSConfig.RootCAs
	}
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: secure, DialContext: d.dial},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	always := d.setting != ""
	if always {
		c.TLSConfig, c.Fallbacks = nil, nil
	} else {
		c.Fallbacks = append(c.Fallbacks, &pgconn.FallbackConfig{Host: c.Host, Port: 443})
	}
	c.LookupFunc = func(_ context.Context, host string) ([]string, error) {
		return []string{host}, nil // so that all addresses of the host share portTimeout
	}
	c.DialFunc = func(ctx context.Context, network, at string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(at)
		if always || port == "443" || network == webSocketNetwork { // the last is a request to cancel a statement
			conn, err := dialWebSocket(ctx, client, address)
			if err != nil {
				d.closed.Store(false)
			} else if d.closed.Load() {
				d.sayClosed.Do(func() {
					d.log.Warn("PostgreSQL's port does not answer from here: the database is reached through a " +
						"WebSocket on port 443 from now on; DATABASE_WEBSOCKET=on does so from the start")
				})
			}
			return conn, err
		}
		if d.closed.Load() {
			return nil, errClosed
		}
		ctx, cancel := context.WithTimeout(ctx, portTimeout)
		defer cancel()
		conn, err := d.dial(ctx, network, at)
		if err != nil {
			d.closed.Store(true)
		}
		return conn, err
	}
	c.AfterNetConnect = func(_ context.Context, c *pgconn.Config, conn net.Conn) (net.Conn, error) {
		if _, ok := conn.(*webSocketConn); ok && c.ChannelBinding == "require" {
			c.ChannelBinding = "disable" // of this connection
			d.sayUnbound.Do(func() {
				d.log.Warn("channel_binding=require cannot be kept inside a WebSocket, whose TLS the database " +
					"does not see: the host's certificate is verified instead")
			})
		}
		return conn, nil
	}
}
