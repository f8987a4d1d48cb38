package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
)

// privateNetworks are those that a platform's proxies answer from.
var privateNetworks = config.Prefixes{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fc00::/7"),
}

// clientAddress returns whom r comes from: the connection's peer, or, where the peer is a trusted proxy, the rightmost
// entry of X-Forwarded-For that is not one itself, since everything left of it may be the client's invention.
// The zero Addr means that nothing told it.
func clientAddress(cfg *config.Config, r *http.Request) netip.Addr {
	trusted := cfg.TrustedProxies
	client := parseAddress(r.RemoteAddr)
	if cfg.BehindManagedProxy() && trusted == nil {
		trusted = privateNetworks
	} else if !contains(trusted, client) {
		return client
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, entry := range slices.Backward(chain) {
		hop := parseAddress(strings.TrimSpace(entry))
		if !hop.IsValid() {
			break
		}
		client = hop
		if !contains(trusted, hop) {
			break
		}
	}
	return client
}

// noticeProxy warns once when r has come through a proxy that TRUSTED_PROXIES does not name: a peer of a private
// network that speaks for somebody (X-Forwarded-For, or Forwarded, RFC 7239). Everybody has that peer's address then,
// and the limits by address are shared by all.
func (r *Request) noticeProxy() {
	if r.Config.TrustedProxies != nil || r.Config.BehindManagedProxy() || r.proxyNoticed.Load() {
		return
	}
	if r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == "" {
		return
	}
	peer := parseAddress(r.RemoteAddr)
	if contains(privateNetworks, peer) && r.proxyNoticed.CompareAndSwap(false, true) {
		r.Process.Log.Warn("requests come through a proxy that is not trusted, so its clients share one address and "+
			"its limits: set TRUSTED_PROXIES to the proxy's address, if it sets X-Forwarded-For itself",
			slog.String("peer", peer.String()))
	}
}

func contains(prefixes config.Prefixes, a netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// parseAddress reads an address with or without a port; an IPv4 address mapped into IPv6 is the IPv4 one.
func parseAddress(s string) netip.Addr {
	if withPort, err := netip.ParseAddrPort(s); err == nil {
		return withPort.Addr().Unmap().WithZone("")
	}
	a, _ := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone("")
}
