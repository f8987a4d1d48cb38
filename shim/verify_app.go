package main

import "bytes"

var asBrowser = map[string]string{"Accept": "text/html"}

// appMark stands in every page of the web application.
const appMark = "/_next/static/"

// appSteps try what a backend that serves the web application does beside it.
var appSteps = []step{
	{name: "the application's pages", request: "GET /auth/signin", header: asBrowser, wantBody: appMark},
	{name: "no such page", request: "GET /verify/nowhere", header: asBrowser, want: 404, wantBody: appMark},
	{name: "no page in place of the API", request: "GET /api/nothing", header: asBrowser, want: 404,
		wantBody: "request_id"},
}

// servesApp reports whether the backend shows a browser the web application.
func (c *checker) servesApp() bool {
	a, err := c.send(step{request: "GET /", header: asBrowser})
	return err == nil && bytes.Contains(a.body, []byte(appMark))
}
