// Serves the output of `vercel build` on one origin as Vercel's edge does (Build Output API, version 3): it follows the
// routes of config.json and of its services, sends the pages that the build has made, runs Next's functions here, and
// forwards the service `api`.
//
//   node vercel_edge.mjs OUTPUT HOST:PORT API_URL
import { existsSync, readFileSync, statSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const [output, address, api] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const root = readTree(output);
const page = readTree(path.join(output, "services", "page"));

/** Reads a tree's config.json, its routes by their phase. */
function readTree(dir) {
  const phases = { start: [] };
  let phase = phases.start;
  const config = JSON.parse(readFileSync(path.join(dir, "config.json"), "utf8"));
  for (const route of config.routes) {
    if (route.handle) phase = phases[route.handle] = [];
    else phase.push({ ...route, regexp: anchored(route.src) });
  }
  return { dir, phases, overrides: config.overrides ?? {} };
}

function anchored(src) {
  return new RegExp(`${src.startsWith("^") ? "" : "^"}${src}${src.endsWith("$") ? "" : "$"}`, "i");
}

/** Reports whether a condition of `has` or `missing`, which are all about headers, holds for the request. */
function holds({ type, key, value }, request) {
  if (type !== "header") throw new Error(`a condition of another kind: ${type}`);
  const is = request.headers[key];
  return is !== undefined && (value === undefined || new RegExp(`^(?:${value})$`).test(is));
}

/** Yields the routes of a phase that match the state's path, one after the other, as each leaves it. */
function* matching(routes = [], state) {
  for (const route of routes) {
    const match = route.regexp.exec(state.path);
    const { has = [], missing = [] } = route;
    if (
      match &&
      (!route.methods || route.methods.includes(state.request.method)) &&
      has.every((condition) => holds(condition, state.request)) &&
      !missing.some((condition) => holds(condition, state.request))
    ) {
      const fill = (text) => text.replace(/\$(\w+)/g, (_, name) => match[name] ?? match.groups?.[name] ?? "");
      yield { route, fill };
      if (!route.continue) return;
    }
  }
}

/** Goes through a phase, and reports whether a route has answered or found a file or function. */
async function go(tree, phase, state) {
  for (const { route, fill } of matching(tree.phases[phase], state)) {
    for (const [name, value] of Object.entries(route.headers ?? {})) state.headers[name.toLowerCase()] = fill(value);
    if (route.status) state.status = route.status;
    if (route.destination) {
      await (route.destination.service === "api" ? forward(state) : serve(page, { ...state, status: 200 }));
      return true;
    }
    if (state.headers.location) {
      state.response.writeHead(state.status, state.headers).end();
      return true;
    }
    if (route.dest) state.path = fill(route.dest);
    if (route.check && (await deliver(tree, state))) return true;
  }
  return false;
}

async function serve(tree, state) {
  if ((await go(tree, "start", state)) || (await deliver(tree, state))) return;
  for (const phase of ["filesystem", "rewrite", "miss"]) {
    if ((await go(tree, phase, state)) || (await deliver(tree, state))) return;
  }
  state.status = 404;
  for (const { route } of matching(tree.phases.error, state)) {
    if (route.status !== state.status) continue;
    state.path = route.dest;
    Object.assign(state.headers, route.headers);
    break;
  }
  if (!(await deliver(tree, state))) state.response.writeHead(404).end("NOT_FOUND");
}

/** Sends the file or the function's answer at the state's path, and reports whether there is one. */
async function deliver(tree, state) {
  const at = state.path === "/" ? "/index" : state.path;
  const renamed = Object.keys(tree.overrides).find((name) => `/${tree.overrides[name].path}` === at);
  const file = path.join(tree.dir, "static", renamed ?? at);
  const folder = path.join(tree.dir, "functions", `${at}.func`);
  const prerender = path.join(tree.dir, "functions", `${at}.prerender-config.json`);
  const isFile = file.startsWith(tree.dir) && existsSync(file) && statSync(file).isFile();
  if (!isFile && !existsSync(folder)) return false;
  for (const { route, fill } of matching(tree.phases.hit, state)) {
    for (const [name, value] of Object.entries(route.headers)) state.headers[name] = fill(value);
  }
  const types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html" };
  if (isFile) {
    const type = tree.overrides[renamed]?.contentType ?? types[path.extname(file)] ?? "application/octet-stream";
    state.response.writeHead(state.status, { "content-type": type, ...state.headers }).end(readFileSync(file));
    return true;
  }
  if (existsSync(prerender)) {
    // It was made by the build, does not expire, and so is what every request is answered with.
    const { fallback, expiration, initialHeaders, initialStatus } = JSON.parse(readFileSync(prerender, "utf8"));
    if (expiration !== false) throw new Error(`${prerender} expires`);
    const type = types[path.extname(fallback.fsPath)] ?? "application/octet-stream";
    const headers = { "content-type": type, ...initialHeaders, ...state.headers };
    const body = readFileSync(path.join(path.dirname(prerender), fallback.fsPath));
    state.response.writeHead(initialStatus ?? state.status, headers).end(body);
    return true;
  }
  const { handler, launcherType } = JSON.parse(readFileSync(path.join(folder, ".vc-config.json"), "utf8"));
  if (launcherType !== "Nodejs") throw new Error(`${folder} is a function of another kind`);
  const { request, response } = state;
  request.headers["x-matched-path"] = at;
  for (const [name, value] of Object.entries(state.headers)) response.setHeader(name, value);
  response.statusCode = state.status;
  await require(path.join(folder, handler))(request, response);
  return true;
}

function forward({ request, response }) {
  return new Promise((resolve) => {
    const target = new URL(request.url, api);
    const sent = http.request(target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response).on("close", resolve);
    });
    sent.on("error", (error) => response.destroy(error));
    request.pipe(sent);
  });
}

const server = http.createServer((request, response) => {
  const state = { request, response, path: request.url.replace(/\?.*/, ""), headers: {}, status: 200 };
  serve(root, state).catch((error) => {
    console.error(`${request.method} ${request.url}: ${error.stack}`);
    response.destroy();
  });
});
const [host, port] = address.split(":");
server.listen(port, host);
