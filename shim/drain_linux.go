package main

import (
	"net"
	"syscall"
)

// refuseNew makes the kernel refuse new connections to the listener, and keep the completed ones, by binding it to a
// network interface that no connection comes from (SO_BINDTODEVICE, socket(7); without privileges since Linux 5.7): one
// that is down, else the loopback, or any other where the clients are local. It reports whether the kernel does so.
func refuseNew(listener *net.TCPListener, local bool) bool {
	interfaces, err := net.Interfaces()
	if err != nil {
		return false
	}
	name := ""
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 {
			name = i.Name
			break
		}
		if (i.Flags&net.FlagLoopback != 0) != local {
			name = i.Name
		}
	}
	raw, err := listener.SyscallConn()
	if err != nil || name == "" {
		return false
	}
	refused := false
	err = raw.Control(func(fd uintptr) {
		refused = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, syscall.SO_BINDTODEVICE, name) == nil
	})
	return err == nil && refused
}
