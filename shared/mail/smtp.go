package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

// compose returns m as text and HTML (RFC 2046, 5.1.4), marked as sent by a machine (RFC 3834). It fails if an address
// is not valid by RFC 5322.
func compose(sender string, m Message) (*gomail.Msg, error) {
	from, err := netmail.ParseAddress(sender)
	if err != nil {
		return nil, errors.New("MAIL_FROM is not an address")
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	if msg.To(m.To) != nil {
		return nil, errors.New("the recipient is not an address")
	}
	msg.Subject(m.Subject)
	msg.SetDate()
	domain := from.Address[strings.LastIndex(from.Address, "@"):] // not the machine's name
	msg.SetMessageIDWithValue(rand.Text() + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// sendSMTP hands msg to the server, over TLS with a certificate for its host. STARTTLS is required if there is a
// password and the server is on another machine; else it is used if the server offers it. It fails when ctx ends.
func (o *Outbox) sendSMTP(ctx context.Context, server config.SMTP, msg *gomail.Msg) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	secure := &tls.Config{ServerName: server.Host, RootCAs: o.roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithTimeout(attemptTimeout), gomail.WithTLSConfig(secure), gomail.WithTLSPolicy(gomail.TLSOpportunistic),
		gomail.WithoutNoop(), gomail.WithoutRset(), // the connection carries one mail
		gomail.WithDialContextFunc(func(dialing context.Context, network, _ string) (net.Conn, error) {
			conn, err := o.dial(dialing, network, net.JoinHostPort(server.Host, strconv.Itoa(server.Port)))
			if err != nil {
				return nil, err
			}
			// go-mail leaves the connection open if the conversation fails early.
			context.AfterFunc(ctx, func() { _ = conn.Close() })
			if server.TLS {
				return tls.Client(conn, secure), nil
			}
			return conn, nil
		}),
	}
	if server.User != "" {
		plain, login := gomail.SMTPAuthPlain, gomail.SMTPAuthLogin
		if server.Loopback() {
			plain, login = gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc
		} else {
			options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
		}
		options = append(options, gomail.WithUsername(server.User), gomail.WithPassword(server.Password),
			gomail.WithOpportunisticSMTPAuth(plain, login,
				gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5))
	}
	if server.TLS {
		options = append(options, gomail.WithSSL()) // no STARTTLS within TLS
	}
	client, err := gomail.NewClient(server.Host, options...)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() {
		return nil // even if QUIT failed
	}
	return err
}

// replyCode returns the code of the server's reply (RFC 5321, 4.2) that caused err, or 0.
func replyCode(err error) int {
	if failed, ok := errors.AsType[*gomail.SendError](err); ok {
		return failed.ErrorCode()
	}
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return reply.Code
	}
	return 0
}

// describe returns err for the log without the server's text, which may quote the link or the password.
func describe(err error) string {
	if failed, ok := errors.AsType[*gomail.SendError](err); ok {
		if failed.ErrorCode() == 0 {
			return failed.Reason.String() + ": the connection broke"
		}
		reply := fmt.Sprintf("%s: %d %s", failed.Reason, failed.ErrorCode(), failed.EnhancedStatusCode())
		return strings.TrimSpace(reply)
	}
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return strings.ReplaceAll(err.Error(), reply.Error(), strconv.Itoa(reply.Code))
	}
	if strange, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return strings.ReplaceAll(err.Error(), strange.Error(), "not an SMTP reply")
	}
	return err.Error()
}
