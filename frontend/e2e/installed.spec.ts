import { installed } from "./relay";
import { dayIn, done } from "./tasks-page";
import { disconnected, enter, expect, rows, site, test } from "./test";

test.use({ serviceWorkers: "allow" });

test("Chromium would install it", async ({ page, me, context }) => {
  void me;
  await page.goto("/tasks");
  await installed(page);
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // a test's browser keeps nothing, as a private window
  expect(installabilityErrors.map((e) => e.errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  const { errors, data, url } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(url).toBe(`${site()}/manifest.webmanifest`);
  for (const { src, type } of JSON.parse(data ?? "{}").icons) {
    const icon = await page.request.get(src);
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, type]);
  }
  const touch = await page.locator('link[rel="apple-touch-icon"]').getAttribute("href");
  expect((await page.request.get(touch ?? "")).headers()["content-type"]).toBe("image/png");
});

test("its icon says how much is due, until its user signs out", async ({ page, me }) => {
  await page.addInitScript(() => {
    const note = async (count: number) => sessionStorage.setItem("badge", String(count));
    Object.assign(navigator, { setAppBadge: note, clearAppBadge: () => note(0) });
  });
  const badge = () => page.evaluate(() => sessionStorage.getItem("badge"));
  for (const [title, days] of [["Late", -2], ["Today", 0], ["Tomorrow", 1]] as const)
    await me.call("POST", "/api/tasks", { title, due_on: dayIn(days) });
  await page.goto("/tasks");
  await expect.poll(badge).toBe("2");
  await done(page, "Late").click();
  await expect.poll(badge).toBe("1");
  await page.getByRole("button", { name: `Account of ${me.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  expect(await badge()).toBe("0");
});

test("a page and its files come from the device, the API's answers from the server", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await page.goto("/");
  await installed(page);
  const from: [string, boolean][] = [];
  page.on("response", (response) => void from.push([response.url(), response.fromServiceWorker()]));
  expect((await page.goto("/tasks?state=all"))?.fromServiceWorker()).toBe(true);
  await expect(rows(page)).toHaveText([/Milk/]);
  const answers = from.filter(([url]) => !url.startsWith("data:"));
  const asked = answers.filter(([url]) => new URL(url).pathname.startsWith("/api/"));
  const files = answers.filter(([url]) => new URL(url).pathname.startsWith("/_next/static/"));
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter(([, kept]) => kept)).toEqual([]);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter(([, kept]) => !kept)).toEqual([]);
});

test("a page from the device has the policy that it came with", async ({ page, me, expecting }) => {
  void me;
  expecting(/Content Security Policy|CSP:/);
  await page.goto("/");
  await installed(page);
  const fromServer = (await page.request.get("/tasks", { headers: { accept: "text/html" } })).headers();
  const kept = await page.goto("/tasks");
  expect(kept?.fromServiceWorker()).toBe(true);
  expect((await kept?.allHeaders())?.["content-security-policy"]).toBe(fromServer["content-security-policy"]);
  const blocked = page.waitForEvent("console", (message) => message.text().startsWith("CSP: script-src"));
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="alert(1)">'));
  await blocked;
});

test("signing out leaves the application on the device, and nothing of the user", async ({
  page,
  person,
  context,
  expecting,
}) => {
  expecting(...disconnected);
  const ann = await person("Ottilie Zwinger");
  await ann.call("POST", "/api/tasks", { title: "Quinces", description: "Marmalade" });
  await page.goto("/auth/signin");
  await installed(page);
  await enter(page, ann);
  await page.getByRole("link", { name: "Inbox" }).click();
  await expect(rows(page)).toHaveText([/Quinces/]);
  await page.goto("/account");
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
  const of = () =>
    page.evaluate(async () => {
      const texts: string[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const response = await cache.match(request);
          texts.push(request.url, JSON.stringify([...(response?.headers ?? [])]), (await response?.text()) ?? "");
        }
      }
      return { texts: texts.join(" "), device: JSON.stringify(localStorage) };
    });
  const secret = new RegExp(`Quinces|Marmalade|Ottilie|${ann.email}|${ann.id}|set-cookie`, "i");
  const before = await of();
  expect(before.texts).not.toMatch(secret);
  expect(before.device).toMatch(/Ottilie/);
  await page.getByRole("button", { name: "Account of Ottilie" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  const after = await of();
  expect(after.texts).toBe(before.texts);
  expect(after.device).not.toMatch(/Quinces|Marmalade|Ottilie/);
  await context.setOffline(true);
  await page.goto("/tasks");
  await expect(page.getByText("The server cannot be reached")).toBeVisible();
  await expect(page.getByText("Quinces")).toBeHidden();
});

test("the back button does not bring back the page of somebody who has signed out", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Quinces" });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText([/Quinces/]);
  await page.context().clearCookies();
  await page.evaluate(() => {
    localStorage.clear(); // as signing out in another page does
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await expect(page).toHaveURL(/\/auth\/signin/);
});
