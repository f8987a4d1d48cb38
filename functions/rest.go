package functions

import "net/http"

// Rest answers, as one Vercel function, every path that has no function of its own there, and 404 for the unknown ones:
// Vercel's free plan takes 12 functions.
func Rest(w http.ResponseWriter, r *http.Request) { mux.ServeHTTP(w, r) }

var mux = Mux()
