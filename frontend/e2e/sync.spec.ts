import { add, copyOf, done, fill, settled, titles } from "./tasks-page";
import { disconnected, expect, failedRequest, rows, signIn, test } from "./test";

import type { Page } from "@playwright/test";

/** Has the page's own time pass. */
const pass = async (page: Page, seconds: number) => page.clock.fastForward(seconds * 1000);

test.describe("what another device does is seen here", () => {
  for (const [when, wake] of [
    ["while the page is in sight", (page: Page) => pass(page, 21)],
    ["when it comes into sight", (page: Page) => page.evaluate(() => dispatchEvent(new Event("visibilitychange")))],
  ] as const) {
    test(when, async ({ page, me }) => {
      const milk = await me.call("POST", "/api/tasks", { title: "Milk" });
      await page.clock.install();
      await page.goto("/tasks");
      await expect(titles(page)).toHaveText(["Milk"]);
      await settled(page); // a pull that is on its way may have read before what comes
      await me.call("POST", "/api/tasks", { title: "Bread" });
      await me.call("PATCH", `/api/tasks/${milk.id}`, { title: "Oat milk" });
      await wake(page);
      await expect(titles(page)).toHaveText(["Bread", "Oat milk"]);
      await me.call("DELETE", `/api/tasks/${milk.id}`);
      await wake(page);
      await expect(titles(page)).toHaveText(["Bread"]);
    });
  }

  test("when the connection is back", async ({ page, context, me, expecting }) => {
    expecting(...disconnected);
    await page.goto("/tasks");
    await expect(page.getByText("Your list is empty")).toBeVisible();
    await context.setOffline(true);
    await me.call("POST", "/api/tasks", { title: "Bread" });
    await context.setOffline(false);
    await expect(titles(page)).toHaveText(["Bread"]);
  });

  test("a list is deleted there, and comes back", async ({ page, me }) => {
    const list = await me.call("POST", "/api/lists", { name: "Groceries" });
    const milk = await me.call("POST", "/api/tasks", { title: "Milk", list_id: list.id });
    await me.call("POST", "/api/tasks", { title: "Call Ann" });
    await page.clock.install();
    await page.goto("/tasks");
    await expect(titles(page)).toHaveText(["Call Ann", "Milk"]);
    await me.call("DELETE", `/api/lists/${list.id}`);
    await pass(page, 21);
    await expect(titles(page)).toHaveText(["Call Ann"]);
    await me.call("POST", `/api/lists/${list.id}/restore`);
    await pass(page, 21);
    await expect(titles(page)).toHaveText(["Call Ann", "Milk"]);
    await me.call("PATCH", `/api/tasks/${milk.id}`, { list_id: me.id }); // into the inbox
    await me.call("DELETE", `/api/lists/${list.id}`);
    await pass(page, 21);
    await expect(titles(page)).toHaveText(["Call Ann", "Milk"]);
  });
});

test("two tabs: what one has read, the other shows at once", async ({ page, context, me }) => {
  await page.goto("/tasks");
  await expect(page.getByText("Your list is empty")).toBeVisible();
  const other = await context.newPage();
  await other.goto("/tasks");
  await expect(other.getByText("Your list is empty")).toBeVisible();
  await other.route("**/api/lists**", () => {}); // it reads nothing itself any more
  await me.call("POST", "/api/tasks", { title: "Bread" });
  await page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  await expect(titles(page)).toHaveText(["Bread"]);
  await expect(titles(other)).toHaveText(["Bread"]);
  await add(page, "Milk");
  await expect(titles(other)).toHaveText(["Milk", "Bread"]);
  await done(other, "Bread").click();
  await expect(titles(page)).toHaveText(["Milk"]);
  await expect.poll(() => copyOf(page, me)).toEqual(["Bread", "Milk"]);
});

test("a server that does not answer: all is here, and what is done meanwhile", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  await fill(me, ["Bread", "Milk"]);
  await fill(me, ["Letter"], { completed: true });
  await page.goto("/tasks");
  await expect(page.getByText("3 tasks, 1 completed")).toBeVisible();
  await expect.poll(() => copyOf(page, me)).toEqual(["Bread", "Letter", "Milk"]);
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await expect(page.getByText("3 tasks, 1 completed")).toBeVisible();
  await done(page, "Milk").click();
  await expect(page.getByText("3 tasks, 2 completed")).toBeVisible();
  await page.goto("/tasks?state=done&sort=title");
  await expect(titles(page)).toHaveText(["Letter", "Milk"]);
  await page.unroute("**/api/**");
  await page.reload();
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 2 });
  await expect(titles(page)).toHaveText(["Letter", "Milk"]);
});

test("a change that was confirmed as the page went is here after it, also without a connection", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await page.goto("/tasks");
  await expect.poll(() => copyOf(page, me)).toEqual(["Milk"]);
  await page.route("**/api/lists**", (route) => route.abort()); // the feed, which would tell of it
  await add(page, "Bread");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("todo.changes."))))
    .toEqual([]);
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await expect(titles(page)).toHaveText(["Bread", "Milk"]);
});

test("the feed is cut in the midst of a long list, and goes on from there", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  const many = 1100;
  await fill(me, Array.from({ length: many }, (_, i) => `Task ${String(i + 1).padStart(4, "0")}`));
  let cut = true;
  const cursors: string[] = [];
  await page.route("**/changes*", (route) => {
    cursors.push(new URL(route.request().url()).searchParams.get("cursor") ?? "");
    return cut && cursors.length > 1 ? route.abort() : route.fallback();
  });
  await page.goto("/tasks?sort=title");
  await expect(titles(page).first()).toHaveText("Task 0001"); // of those that have come
  await expect.poll(() => cursors.length).toBeGreaterThan(1);
  cut = false;
  await page.reload();
  await expect.poll(async () => (await copyOf(page, me))?.length).toBe(many);
  expect(cursors.filter((cursor) => cursor === "")).toHaveLength(1);
  await expect(rows(page).first()).toHaveAttribute("aria-setsize", `${many}`);
});

test("nothing is left on the device after signing out, and somebody else has their own", async ({
  page,
  context,
  me,
  person,
}) => {
  const bob = await person("Bob");
  await me.call("POST", "/api/tasks", { title: "Quinces" });
  await bob.call("POST", "/api/tasks", { title: "Bread" });
  await page.goto("/tasks");
  const other = await context.newPage();
  await other.goto("/tasks");
  await expect.poll(() => copyOf(other, me)).toEqual(["Quinces"]);
  await page.getByRole("button", { name: `Account of ${me.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([]);
  await expect(other).toHaveURL(/\/auth\/signin/);
  await signIn(context, bob);
  await page.goto("/tasks");
  await expect(titles(page)).toHaveText(["Bread"]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
    `todo.copy.${bob.id}`,
  ]);
});
