import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { defineConfig, devices } from "@playwright/test";

import {
  backend,
  backendLog,
  demo,
  frontend,
  insecure,
  insecureStatic,
  oneOrigin,
  otherSite,
  relays,
} from "./e2e/servers";

mkdirSync(".e2e", { recursive: true });

/** The distribution's own browser. */
function browser(): string {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = places.find((file) => existsSync(file));
  const file = process.env.CHROMIUM ?? found;
  if (!file) throw new Error("There is no Chromium: install it, or say in CHROMIUM where it is");
  return file;
}

const chromium = {
  ...devices["Desktop Chrome"],
  viewport: { width: 1280, height: 800 },
  launchOptions: {
    executablePath: browser(),
    args: [
      "--no-sandbox", // root has none in a container
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP todo-git-branch.vercel.app:443 127.0.0.1:3443, MAP todo.test 127.0.0.1, " +
        "MAP huggingface.co:443 127.0.0.1:3444, MAP ann-todo.hf.space:443 127.0.0.1:3444",
    ],
  },
};

// A database of this run alone; workers, which read this file too, make none.
const data = process.env.TEST_WORKER_INDEX === undefined ? mkdtempSync(path.join(tmpdir(), "todo-e2e-")) : "";
if (data) chmodSync(data, 0o755); // as root, PostgreSQL runs as another user and passes through
if (data) process.on("exit", () => rmSync(data, { recursive: true, force: true }));
const measurements = /(lighthouse|figures|pictures)\.spec\.ts/; // each in a project of its own
const graceful = { signal: "SIGTERM", timeout: 10_000 } as const;

const oneOriginServer = {
  name: "one origin",
  command: "exec npx next start --port 3002",
  url: `${oneOrigin}/icon.svg`,
  env: { NEXT_DIST_DIR: ".next-rewrite", BACKEND_URL: backend },
  gracefulShutdown: graceful,
};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 1 : 0, // a machine that is shared may stall; the summary counts what needed it
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? [["line"], ["./e2e/summary.ts"]] : [["list"]],
  use: {
    baseURL: frontend,
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    serviceWorkers: "block", // but where they are tested: requests that they answer no test can hold up
    locale: "en-GB",
    timezoneId: "Europe/Paris",
  },
  projects: [
    { name: "chromium", use: chromium, testIgnore: [measurements, "space.spec.ts"] },
    // The static form has the same components: what depends on how a page is served, or, with STATIC_ALL=1, everything.
    {
      name: "static",
      use: { ...chromium, baseURL: backend },
      testMatch: process.env.STATIC_ALL
        ? /.*\.spec\.ts/
        : /(account|auth|installed|journey|offline|security|session|space|update)\.spec\.ts/,
      testIgnore: [measurements, "ways.spec.ts"],
      // Which input is refused is the same in every form.
      ...(process.env.STATIC_ALL ? {} : { grepInvert: /refused input stands beside its field/ }),
    },
    // After all others, since it measures times; `--no-deps` runs it without them.
    { name: "lighthouse", use: chromium, testMatch: "lighthouse.spec.ts", dependencies: ["chromium"], workers: 1 },
    ...(process.env.LIGHTHOUSE
      ? ["figures", "pictures"].map((name) => ({ name, use: chromium, testMatch: `${name}.spec.ts` }))
      : []),
  ],
  webServer: [
    {
      name: "backend",
      command: `exec ../bin/shim > ${backendLog} 2>&1`,
      url: `${backend}/health`,
      env: {
        DATA_DIR: data,
        FRONTEND_URL: frontend,
        ALLOWED_ORIGINS: [oneOrigin, otherSite, insecure, insecureStatic, ...Object.values(relays)].join(","),
        DEMO_EMAIL: demo.email,
        DEMO_PASSWORD: demo.password,
        RATE_LIMITS: "off", // every test signs in from one address
      },
      gracefulShutdown: graceful,
      timeout: 60_000,
    },
    {
      name: "frontend",
      command: "exec npx next start --port 3000",
      url: `${frontend}/icon.svg`,
      env: { NEXT_DIST_DIR: ".next" },
      gracefulShutdown: graceful,
    },
    ...(process.env.LIGHTHOUSE ? [] : [oneOriginServer]), // which `make lighthouse` has not built
  ],
});
