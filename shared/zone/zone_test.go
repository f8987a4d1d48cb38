package zone_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/shared/zone"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"UTC":          "UTC",
		"Europe/Paris": "Europe/Paris", "America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires",
		"europe/paris": "Europe/Paris", "ETC/GMT+12": "Etc/GMT+12", "est5edt": "EST5EDT",
		"Asia/Calcutta": "Asia/Calcutta", "Asia/Kolkata": "Asia/Kolkata", "Asia/Katmandu": "Asia/Katmandu",
		"Europe/Kiev": "Europe/Kiev", "Europe/Kyiv": "Europe/Kyiv", "US/Pacific": "US/Pacific", "Zulu": "Zulu",
		"UTC+2": "", "UTC+12": "", "GMT+2": "", "CEST": "", "IST": "",
		"EST5EDT4": "", "posixrules": "", "localtime": "",
		"Local": "", "Factory": "", "Etc/Unknown": "", "posix/Europe/Paris": "", "right/UTC": "", "Europe": "",
		"Europe/": "", "Europe/Paris ": "", "../UTC": "", "+02:00": "", "Mars/Olympus": "", "": "",
	} {
		if name, ok := zone.Find(text); name != want || ok != (want != "") {
			t.Errorf("%q: %q %t, want %q", text, name, ok, want)
		}
	}
}
