package config

import (
	"fmt"
	"net/netip"
	"strings"
)

// Prefixes is a comma-separated list of CIDRs; a bare address stands for itself alone.
type Prefixes []netip.Prefix

// Decode reads the list for envconfig; the error names the entry that is no CIDR.
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
