import path from "node:path";

import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants";

// The browser calls the backend across origins at NEXT_PUBLIC_API_URL, or this site's own /api/*, which BACKEND_URL
// answers, or, where NEXT_PUBLIC_API_URL is "/", a backend beside the pages. So there is one origin, and the cookie is
// first-party. With STATIC=1 the pages become files, which that backend itself serves.
export default function config(phase: string): NextConfig {
  const isStatic = process.env.STATIC === "1";
  const backend = process.env.BACKEND_URL?.replace(/\/+$/, "");
  let api = (process.env.NEXT_PUBLIC_API_URL || (isStatic ? "/" : undefined))?.replace(/\/+$/, "");
  if (backend && api !== undefined) {
    throw new Error("Set NEXT_PUBLIC_API_URL or BACKEND_URL, not both: they are two ways to reach the backend");
  }
  if (isStatic && api) {
    throw new Error("Set NEXT_PUBLIC_API_URL or STATIC, not both: static pages call the backend that serves them");
  }
  if (!backend && api === undefined) {
    if (phase === PHASE_PRODUCTION_BUILD) {
      throw new Error("Set NEXT_PUBLIC_API_URL to the backend's address, such as https://ann-todo-backend.hf.space");
    }
    api = "http://localhost:7860";
  }
  return {
    env: {
      NEXT_PUBLIC_API_URL: api ?? "",
      NEXT_PUBLIC_STATIC: isStatic ? "1" : "",
      NEXT_PUBLIC_SERVICE_WORKER: process.env.SERVICE_WORKER ?? "",
    },
    // The tests keep several builds. Files come from a build in .next, and replace what is in the folder.
    distDir: process.env.NEXT_DIST_DIR || (isStatic ? ".next-static" : ".next"),
    eslint: { ignoreDuringBuilds: true }, // `npm run lint` has both
    typescript: { ignoreBuildErrors: true },
    poweredByHeader: false,
    reactStrictMode: true,
    webpack(config, { dir, dev, isServer }) {
      config.resolve.alias["react-style-singleton$"] = path.join(dir, "src/ui/adopted-style.ts");
      if (!dev && !isServer) config.optimization.splitChunks.cacheGroups.tasks = taskScript;
      return config;
    },
    ...(isStatic
      ? { output: "export" }
      : {
          rewrites: async () => rewrites(backend),
          headers: async () => headers(api, phase === PHASE_DEVELOPMENT_SERVER),
        }),
  };
}

function rewrites(backend: string | undefined) {
  return [
    { source: "/favicon.ico", destination: "/icon.svg" }, // browsers ask for it now and then, whatever the page says
    ...(backend ? [{ source: "/api/:path*", destination: `${backend}/api/:path*` }] : []),
  ];
}

/**
 * Returns what each answer but the API's has. The content security policy (CSP Level 3) allows only our own scripts and
 * styles, and connections only to this site and the backend; finish.mjs adds the hashes of each page's own scripts.
 * The dev server writes scripts and styles into its pages, evaluates code and opens a socket.
 */
function headers(api: string | undefined, dev: boolean) {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${dev ? " 'unsafe-inline' 'unsafe-eval'" : ""}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self'${api ? ` ${new URL(api).origin}` : ""}${dev ? " ws:" : ""}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const all = {
    "Content-Security-Policy": policy.join("; "),
    "Cache-Control": "no-cache", // a page is that of the newest build; so that it says so, it has an ETag
    "Referrer-Policy": "no-referrer", // the address may contain the token of an email
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  };
  return [
    { source: "/((?!api/|_next/).*)", headers: Object.entries(all).map(([key, value]) => ({ key, value })) },
  ];
}

/** The entries of which the task page is made. */
const taskEntries = ["layout", "error", "global-error", "not-found", "(app)/layout", "(app)/tasks/page"].map(
  (name) => `app/${name}`,
);

/** What webpack says of a module and of where it is (its ChunkGraph). */
interface Module {
  type: string;
}
interface Graph {
  chunkGraph: { getModuleChunks: (module: Module) => Iterable<{ name?: string }> };
}

/** One script with all that they need. A dozen small ones compress less, and wait for connections. */
const taskScript = {
  name: "tasks",
  chunks: ({ name }: { name: string }) => [...taskEntries, "app/(app)/account/page"].includes(name),
  test: (module: Module, { chunkGraph }: Graph) =>
    !module.type.startsWith("css") &&
    [...chunkGraph.getModuleChunks(module)].some(({ name = "" }) => taskEntries.includes(name)),
  priority: 50, // above Next's own
  enforce: true,
};
