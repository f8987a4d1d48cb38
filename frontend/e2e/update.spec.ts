import { off } from "../src/app/sw.js/off";

import { caches, installed, relay, type Relay } from "./relay";
import { newTask, openField } from "./tasks-page";
import { expect, failedRequest, rows, test } from "./test";

import type { Page } from "@playwright/test";

test.use({ serviceWorkers: "allow" });
test.describe.configure({ mode: "default" }); // one relay

let server: Relay;
test.beforeAll(async () => {
  server = await relay();
});
test.afterAll(() => server.close());
test.beforeEach(() => server.deploy((own) => own));

/** Makes another version of the build's service worker. */
const newer = (own: string) => own.replace(/"name":"shell-/, "$&newer-");
/** A service worker that answers no navigation with the page. */
const broken = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(caches.open("shell-broken")));
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate")
    event.respondWith(new Response("broken", { headers: { "content-type": "text/html" } }));
});`;
const look = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
const offer = (page: Page) => page.getByText("A new version is ready.").first();

for (const [device, viewport] of [
  ["desktop", { width: 1280, height: 800 }],
  ["phone", { width: 390, height: 844 }],
] as const) {
  test(`on a ${device}: a newer version is offered while one types, and nothing that is typed is lost`, async ({
    page,
    me,
  }) => {
    await page.setViewportSize(viewport);
    await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto(`${server.origin}/tasks`);
    await installed(page);
    const [former] = await caches(page);
    await page.goto(`${server.origin}/tasks`);
    await openField(page);
    await newTask(page).pressSequentially("Buy br");
    server.deploy(newer);
    await look(page);
    await expect(offer(page)).toBeVisible();
    await expect(newTask(page)).toBeFocused();
    await page.keyboard.type("ead");
    await expect(newTask(page)).toHaveValue("Buy bread");
    expect(await caches(page)).toContain(former); // the page's own version is there until it goes
    await page.getByRole("button", { name: "Reload" }).click();
    await expect.poll(() => caches(page).catch(() => [])).toEqual([former?.replace("shell-", "shell-newer-")]);
    await expect(rows(page)).toHaveText([/Milk/]);
    await openField(page);
    await expect(newTask(page)).toHaveValue("Buy bread");
    await expect(offer(page)).toBeHidden();
  });
}

test("a newer version that nobody wanted at once is there once every page was closed", async ({
  page,
  context,
  me,
}) => {
  void me;
  await page.goto(`${server.origin}/tasks`);
  await installed(page);
  const [former] = await caches(page);
  await page.goto(`${server.origin}/tasks`);
  server.deploy(newer);
  await look(page);
  await expect(offer(page)).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).click();
  const other = await context.newPage();
  await other.goto(`${server.origin}/`);
  await expect(offer(other)).toBeVisible(); // each page offers it
  await page.close();
  await expect(async () => {
    await other.goto("about:blank");
    await other.goto(`${server.origin}/icon.svg`); // not a page of the application
    expect(await caches(other)).toEqual([former?.replace("shell-", "shell-newer-")]);
  }).toPass();
});

test("a version of which the server lacks a part is not installed", async ({ page, me }) => {
  void me;
  await page.goto(`${server.origin}/tasks`);
  await installed(page);
  const [former] = await caches(page);
  server.deploy((own) => newer(own).replace(/"\/tasks":"sha256-/, "$&x"));
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((resolve) => registration.addEventListener("updatefound", resolve, { once: true }));
    await registration.update().catch(() => {});
    await found;
    const { installing } = registration;
    return new Promise((resolve) => {
      if (!installing) return resolve("redundant");
      installing.addEventListener("statechange", () => resolve(installing.state), { once: true });
    });
  });
  expect(failed).toBe("redundant");
  await page.goto(`${server.origin}/tasks`);
  await expect(page.getByText("Your list is empty")).toBeVisible();
  expect(await caches(page)).toContain(former);
});

test("the kill switch takes a broken service worker off the device, with its caches", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  server.deploy(() => broken);
  await page.goto(`${server.origin}/tasks`);
  await installed(page);
  await page.goto(`${server.origin}/tasks`);
  await expect(page.locator("body")).toHaveText("broken");
  server.deploy(() => off);
  await expect(async () => {
    await page.goto(`${server.origin}/tasks`); // at which the browser asks for the service worker anew
    await expect(rows(page)).toHaveText([/Milk/], { timeout: 2000 });
  }).toPass();
  await expect.poll(() => caches(page)).toEqual([]);
  expect((await page.reload())?.fromServiceWorker()).toBe(false);
  await expect(rows(page)).toHaveText([/Milk/]);
  expect(await caches(page)).toEqual([]);
  server.deploy((own) => own); // the mended build
  await expect(async () => {
    await page.goto("about:blank");
    expect((await page.goto(`${server.origin}/tasks`))?.fromServiceWorker()).toBe(true);
  }).toPass();
  await expect(rows(page)).toHaveText([/Milk/]);
});
