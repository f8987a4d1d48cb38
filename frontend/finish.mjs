// Finishes a build, whose folder it is given: `node finish.mjs .next`. Its pages have a content security policy that
// names their own scripts by their hashes (of static pages the backend makes it), and its service worker the files of
// the shell. With SERVICE_WORKER=off the service worker stays what it is, one that takes itself off the device.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const build = process.argv[2];
const manifest = path.join(build, "routes-manifest.json"); // of the form that Next's server, or Vercel, serves
const isStatic = !existsSync(manifest);
const folder = isStatic ? build : path.join(build, "server", "app");
const read = (file) => readFileSync(path.join(folder, file), "utf8");
const sha256 = (text) => createHash("sha256").update(text).digest("base64");

// Has V8 compile a script while it downloads, off the main thread (v8.dev/blog/explicit-compile-hints).
const compileHint = "//# allFunctionsCalledOnLoad\n";

const html = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html"));
const notFound = isStatic ? "404.html" : "_not-found.html";
const pages = Object.fromEntries(
  html
    .filter((file) => !["404.html", "_not-found.html"].includes(file))
    .map((file) => [file === "index.html" ? "/" : `/${file.slice(0, -".html".length)}`, read(file)]),
);
if (!pages["/"] || !pages["/tasks"]) throw new Error(`${folder} lacks pages that are files`);
pages["/tasks"] = hasten(pages["/tasks"]);
writeFileSync(path.join(folder, "tasks.html"), pages["/tasks"]);

if (!isStatic) {
  const routes = JSON.parse(readFileSync(manifest, "utf8"));
  const [all] = routes.headers;
  const key = "Content-Security-Policy";
  const strict = all.headers.find((header) => header.key === key);
  const policy = (page) => {
    const scripts = [...page.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)].filter(([, tag]) => !tag.includes("src="));
    const hashes = [...new Set(scripts.map(([, , text]) => `'sha256-${sha256(text)}'`))].sort();
    return { key, value: strict.value.replace(/script-src [^;]*/, ["script-src 'self'", ...hashes].join(" ")) };
  };
  routes.headers = [
    { ...all, headers: all.headers.map((header) => (header === strict ? policy(read(notFound)) : header)) },
    ...Object.entries(pages).map(([source, page]) => {
      const { regex } = routes.staticRoutes.find((route) => route.page === source);
      return { source, headers: [policy(page)], regex };
    }),
  ];
  writeFileSync(manifest, JSON.stringify(routes));
}

// The files that these pages load, at once or later; not those of older browsers, nor of Next's other router.
const unused = /^chunks\/(pages\/|polyfills-|framework-|main-(?!app-))/;
const loaded = isStatic ? path.join(build, "_next", "static") : path.join(build, "static");
const files = readdirSync(loaded, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)) // named path before Node.js 20.12
  .map((file) => path.relative(loaded, file).split(path.sep).join("/"))
  .filter((file) => /^(chunks|css|media)\/.*\.(js|css|woff2)$/.test(file) && !unused.test(file))
  .sort();
for (const [, file] of pages["/tasks"].matchAll(/<script src="\/_next\/static\/([^"]+)"/g)) {
  const script = readFileSync(path.join(loaded, file), "utf8");
  if (!script.startsWith(compileHint)) writeFileSync(path.join(loaded, file), compileHint + script);
}
const worker = readFileSync(new URL("src/app/sw.js/worker.js", import.meta.url), "utf8");
const version = sha256([worker, ...Object.entries(pages), ...files].join("\n")).slice(0, 16);
const shell = {
  name: `shell-${version}`,
  pages: Object.fromEntries(Object.entries(pages).map(([page, text]) => [page, `sha256-${sha256(text)}`])),
  files: files.map((file) => `/_next/static/${file}`),
};
if (process.env.SERVICE_WORKER !== "off") {
  const file = path.join(folder, isStatic ? "sw.js" : "sw.js.body");
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  writeFileSync(file, `const shell = ${JSON.stringify(shell)};\n${worker}`);
}

/**
 * Has a page whose content comes from its scripts and the API ask for these first: its inline scripts, which ask the
 * API, run before the style sheets, for which they would wait; its script files are as urgent as these, and its font is
 * not (fetchpriority, HTML standard).
 */
function hasten(page) {
  const [head] = page.split("</head>");
  const inline = head.match(/<script>.*?<\/script>/gs);
  const viewport = head.match(/<meta name="viewport"[^>]*>/);
  if (!inline || !viewport) throw new Error("the head of tasks.html has no inline script, or no viewport");
  return inline
    .reduce((rest, script) => rest.replace(script, ""), page)
    .replace(viewport[0], () => viewport[0] + inline.join(""))
    .replace(/ async=""(?! fetchpriority)/g, ' async="" fetchpriority="high"')
    .replaceAll(' fetchPriority="low"', ' fetchpriority="high"')
    .replace(/ as="font"(?! fetchpriority)/g, ' as="font" fetchpriority="low"');
}
