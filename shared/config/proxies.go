package config

import (
	"fmt"
	"net/netip"
	"strings"
)

// Prefixes is a list of networks, comma-separated CIDRs in the environment. An address is a network of one host.
type Prefixes []netip.Prefix

// Decode parses the list, for envconfig. The error names the entry that is not a CIDR.
func (p *Prefixes) Decode(value string) error {
	for entry := range strings.SplitSeq(value, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(entry)
		if addr, addrErr := netip.ParseAddr(entry); addrErr == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("%q is not a CIDR such as 10.0.0.0/8", entry)
		}
		*p = append(*p, prefix)
	}
	return nil
}
