import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";

// The browser calls the backend across origins at NEXT_PUBLIC_API_URL, or this site's own /api/*, which BACKEND_URL
// answers, or, where NEXT_PUBLIC_API_URL is "/", a backend beside the pages. So there is one origin, and the cookie is
// first-party.
export default function config(phase: string): NextConfig {
  const backend = process.env.BACKEND_URL?.replace(/\/+$/, "");
  let api = (process.env.NEXT_PUBLIC_API_URL || undefined)?.replace(/\/+$/, "");
  if (backend && api !== undefined) {
    throw new Error("Set NEXT_PUBLIC_API_URL or BACKEND_URL, not both: they are two ways to reach the backend");
  }
  if (!backend && api === undefined) {
    if (phase === PHASE_PRODUCTION_BUILD) {
      throw new Error("Set NEXT_PUBLIC_API_URL to the backend's address, such as https://ann-todo-backend.hf.space");
    }
    api = "http://localhost:7860";
  }
  return {
    env: { NEXT_PUBLIC_API_URL: api ?? "" },
    distDir: process.env.NEXT_DIST_DIR || ".next", // the tests keep several builds
    poweredByHeader: false,
    reactStrictMode: true,
    rewrites: async () => [
      { source: "/favicon.ico", destination: "/icon.svg" }, // browsers ask for it now and then, whatever the page says
      ...(backend ? [{ source: "/api/:path*", destination: `${backend}/api/:path*` }] : []),
    ],
  };
}
