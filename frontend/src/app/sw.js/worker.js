// The service worker: it keeps the application's shell on the device, its pages and the files that they load, and
// answers a navigation from there at once, whatever the connection is like. Everything else passes it by. finish.mjs
// puts a line before it that says what the shell is: `shell`, with the name of its cache, its pages with their hashes,
// and its files, whose names change with their content.
/* global shell */

addEventListener("install", (event) => event.waitUntil(keep()));

/** Keeps the whole shell of one build, or nothing of it: a page of another build does not have the hash. */
async function keep() {
  const cache = await caches.open(shell.name);
  // To a client that asks for no HTML, / is the API's index.
  const page = ([path, integrity]) =>
    new Request(path, { integrity, cache: "no-cache", headers: { accept: "text/html" } });
  await cache.addAll([...Object.entries(shell.pages).map(page), ...shell.files]);
}

addEventListener("activate", (event) => event.waitUntil(removeOthers()));

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== shell.name).map((name) => caches.delete(name)));
}

// A new version waits until no page shows the former one, or until the user wants it.
addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(skipWaiting());
});

const files = new Set(shell.files);

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  // Where Next cannot fetch the data of a static page, such as /tasks.txt, it opens that address.
  const page = url.pathname.replace(/(\/index)?\.txt$/, "") || "/";
  if (request.mode === "navigate" && Object.hasOwn(shell.pages, page)) {
    url.searchParams.delete("_rsc");
    const to = page + url.search;
    event.respondWith(page === url.pathname ? answer(request, page) : Response.redirect(to));
  } else if (files.has(url.pathname)) {
    event.respondWith(answer(request, url.pathname));
  }
});

async function answer(request, pathname) {
  try {
    const cache = await caches.open(shell.name);
    // Whatever the parameters, which a page reads when it runs, and whatever the request accepts.
    const kept = await cache.match(pathname, { ignoreVary: true });
    if (kept) return kept;
  } catch {
    // The browser has taken the storage away.
  }
  return fetch(request);
}
