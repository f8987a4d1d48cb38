import { NextResponse, type NextRequest } from "next/server";

/**
 * Sends a content security policy (CSP Level 3) with a nonce for this response alone: only our own scripts and styles,
 * and connections only to this site and the backend. Next puts the nonce on the scripts that it renders. Static pages
 * get a policy with the hashes of their scripts from the backend, which serves them.
 */
export function middleware(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const api = process.env.NEXT_PUBLIC_API_URL;
  const dev = process.env.NODE_ENV === "development"; // the dev server evaluates code and opens a socket
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self'${api ? ` ${new URL(api).origin}` : ""}${dev ? " ws:" : ""}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("referrer-policy", "no-referrer"); // the address may contain the token of an email
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  return response;
}

export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|icon.svg).*)" }],
};
