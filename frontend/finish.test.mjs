import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

const sha256 = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const html = (...scripts) => `<html><script src="/a.js" async=""></script>${scripts.join("")}</html>`;
const viewport = '<meta name="viewport" content="width=device-width"/>';
const css = '<link rel="stylesheet" href="/a.css"/>';
const script = "chunks/a-1.js"; // a script of the first load
const tasks = (head) => `<html><head>${head}</head><body><script>shared()</script></body></html>`;
const pages = {
  index: html("<script>home()</script>", "<script>home()</script>"),
  tasks: tasks(
    `${viewport}<link rel="preload" href="/a.woff2" as="font"/>${css}` +
      '<link rel="preload" as="script" fetchPriority="low" href="/b.js"/>' +
      `<script src="/_next/static/${script}" async=""></script>` +
      "<script>tasks()</script><script>$&</script>",
  ),
  "auth/signin": html("<script>shared()</script>"),
};
const missing = html("<script>missing()</script>");
const chunks = [script, "chunks/main-app-1.js", "chunks/app/(app)/page-1.js", "css/a.css", "media/a.woff2"];
const unused = ["chunks/main-b1.js", "chunks/pages/_app-1.js", "chunks/polyfills-1.js", "build-1/_buildManifest.js"];
const off = "unregister()";

let build;
const write = (file, text) => {
  mkdirSync(path.dirname(path.join(build, file)), { recursive: true });
  writeFileSync(path.join(build, file), text);
};
const read = (file) => readFileSync(path.join(build, file), "utf8");
const finish = (env = {}) =>
  execFileSync("node", ["finish.mjs", build], { env: { ...process.env, ...env }, stdio: "pipe" });

/** The shell of a service worker, as that sees it. */
function shellOf(worker) {
  const context = vm.createContext({ addEventListener: () => {} });
  return vm.runInContext(`${worker}\nshell`, context);
}

beforeEach(() => {
  build = mkdtempSync(path.join(tmpdir(), "todo-finish-"));
});
afterEach(() => rmSync(build, { recursive: true }));

describe("a build that Next's server, or Vercel, serves", () => {
  beforeEach(() => {
    for (const [name, text] of Object.entries(pages)) write(`server/app/${name}.html`, text);
    write("server/app/_not-found.html", missing);
    write("server/app/sw.js.body", off);
    for (const name of [...chunks, ...unused]) write(`static/${name}`, name);
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'";
    const headers = [
      { key: "Content-Security-Policy", value: policy },
      { key: "Referrer-Policy", value: "no-referrer" },
    ];
    const staticRoutes = ["/", "/tasks", "/auth/signin"].map((page) => ({ page, regex: `^${page}(?:/)?$` }));
    const routes = { version: 3, headers: [{ source: "/(.*)", headers }], staticRoutes };
    write("routes-manifest.json", JSON.stringify(routes));
  });

  test("each page's policy names its own scripts, and that of any other address those of the page for it", () => {
    finish();
    const { headers, version } = JSON.parse(read("routes-manifest.json"));
    const policy = (...scripts) => {
      const allowed = ["'self'", ...scripts.map((text) => `'${sha256(text)}'`).sort()].join(" ");
      return `default-src 'none'; script-src ${allowed}; style-src 'self'`;
    };
    const values = headers.map(({ source, headers: [{ value }] }) => [source, value]);
    expect(Object.fromEntries(values)).toEqual({
      "/(.*)": policy("missing()"),
      "/": policy("home()"),
      "/tasks": policy("tasks()", "$&", "shared()"),
      "/auth/signin": policy("shared()"),
    });
    expect(values[0][0]).toBe("/(.*)"); // a later one counts
    expect(headers[0].headers[1].value).toBe("no-referrer");
    expect(headers[1].regex).toBe("^/(?:/)?$");
    expect(version).toBe(3);
  });

  test("the page of the tasks asks for its data before its style sheets, and for its scripts before its font", () => {
    finish();
    const finished = tasks(
      `${viewport}<script>tasks()</script><script>$&</script>` +
        `<link rel="preload" href="/a.woff2" as="font" fetchpriority="low"/>${css}` +
        '<link rel="preload" as="script" fetchpriority="high" href="/b.js"/>' +
        `<script src="/_next/static/${script}" async="" fetchpriority="high"></script>`,
    );
    expect(read("server/app/tasks.html")).toBe(finished);
    expect(read("server/app/index.html")).toBe(pages.index);
    finish();
    expect(read("server/app/tasks.html")).toBe(finished);
  });

  test("the scripts of the page of the tasks, and no others, are compiled while they download", () => {
    finish();
    finish();
    for (const name of chunks) {
      expect(read(`static/${name}`)).toBe(name === script ? `//# allFunctionsCalledOnLoad\n${name}` : name);
    }
  });

  test("the service worker has the pages by their hashes, and the files that they load", () => {
    finish();
    const shell = shellOf(read("server/app/sw.js.body"));
    expect(shell.pages).toEqual({
      "/": sha256(pages.index),
      "/tasks": sha256(read("server/app/tasks.html")),
      "/auth/signin": sha256(pages["auth/signin"]),
    });
    expect([...shell.files].sort()).toEqual(chunks.map((name) => `/_next/static/${name}`).sort());
  });

  test("the same build is the same version, another page another", () => {
    finish();
    const first = read("server/app/sw.js.body");
    finish();
    expect(read("server/app/sw.js.body")).toBe(first);
    write("server/app/tasks.html", tasks(`${viewport}<script>others()</script>`));
    finish();
    expect(shellOf(read("server/app/sw.js.body")).name).not.toBe(shellOf(first).name);
  });

  test("with SERVICE_WORKER=off the service worker stays the one that takes itself off", () => {
    finish({ SERVICE_WORKER: "off" });
    expect(read("server/app/sw.js.body")).toBe(off);
    expect(read("routes-manifest.json")).toContain(sha256("tasks()"));
  });

  test("a page that is not a file fails the build", () => {
    rmSync(path.join(build, "server/app/tasks.html"));
    expect(() => finish()).toThrow(/lacks pages/);
  });
});

test("a build of files has its service worker too", () => {
  for (const [name, text] of Object.entries(pages)) write(`${name}.html`, text);
  write("404.html", missing);
  write("sw.js", off);
  for (const name of chunks) write(`_next/static/${name}`, name);
  finish();
  const shell = shellOf(read("sw.js"));
  expect(Object.keys(shell.pages).sort()).toEqual(["/", "/auth/signin", "/tasks"]);
  expect(shell.files).toHaveLength(chunks.length);
});
