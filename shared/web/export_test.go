package web

// What the tests of this package call past Serve.
var (
	ServeRoute    = serve
	ClientAddress = clientAddress
)

// NoticeProxy is called for every request.
func (r *Request) NoticeProxy() { r.noticeProxy() }
