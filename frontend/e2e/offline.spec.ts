import { installed, relay } from "./relay";
import { add, copyOf } from "./tasks-page";
import { disconnected, expect, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

test.use({ serviceWorkers: "allow" });
test.describe.configure({ mode: "default" }); // one relay

const offline = (page: Page) => page.getByRole("status").filter({ hasText: /You are offline/ });
const notHere = (page: Page) => page.getByText("Not here without a connection");
/** Waits until the device has its copy of the tasks. */
const copied = (page: Page, me: Person, ...titles: string[]) =>
  expect.poll(() => copyOf(page, me)).toEqual(titles.sort());

for (const [device, viewport] of [
  ["desktop", { width: 1280, height: 800 }],
  ["phone", { width: 390, height: 844 }],
] as const) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport, hasTouch: device === "phone" });

    test("after one visit it starts without a connection, and sends later what is done then", async ({
      page,
      context,
      me,
      expecting,
    }) => {
      expecting(...disconnected);
      await me.call("POST", "/api/tasks", { title: "Milk" });
      await page.goto("/tasks");
      await expect(rows(page)).toHaveText([/Milk/]);
      await installed(page);
      await copied(page, me, "Milk");
      await page.close();
      await context.setOffline(true);
      const next = await context.newPage();
      await next.goto("/tasks");
      await expect(rows(next)).toHaveText([/Milk/]);
      await expect(offline(next)).toBeVisible();
      await expect(next.getByRole("button", { name: `Account of ${me.name}` })).toBeVisible();
      await add(next, "Bread");
      await expect(rows(next)).toHaveText([/Bread/, /Milk/]);
      await next.getByRole("checkbox", { name: "Done: Milk" }).click();
      await expect(rows(next)).toHaveText([/Bread/]);
      await next.reload();
      await expect(rows(next)).toHaveText([/Bread/]);
      await context.setOffline(false);
      await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2, completed: 1 });
      await expect(offline(next)).toBeHidden();
      await expect(rows(next)).toHaveText([/Bread/]);
    });

    test("the account's page without a connection, and back", async ({ page, context, me, expecting }) => {
      expecting(...disconnected);
      await me.call("POST", "/api/tasks", { title: "Milk", due_date: "2020-01-01T12:00:00Z" }); // in Today, too
      await page.goto("/tasks");
      await installed(page);
      await copied(page, me, "Milk");
      await context.setOffline(true);
      await expect(offline(page)).toBeVisible();
      await page.getByRole("button", { name: `Account of ${me.name}` }).click();
      await page.getByRole("menuitem", { name: "Account" }).click();
      await expect(page).toHaveURL("/account");
      await expect(page.getByLabel("Time zone")).toHaveValue("UTC"); // of the device's copy
      await expect(page.getByText("Your sessions are not here without a connection.")).toBeVisible();
      await expect(page.locator("[aria-busy], .animate-pulse")).toHaveCount(0);
      await page.getByRole("link", { name: "Todo" }).click();
      await expect(page.getByRole("button", { name: "Milk", exact: true })).toBeVisible();
      await page.addInitScript(() => {
        if (sessionStorage.getItem("forgotten")) return;
        sessionStorage.setItem("forgotten", "yes");
        localStorage.removeItem("todo.account"); // before any part of a page notes it again
      });
      await page.goto("/account");
      await expect(page.getByText("Your profile is not here without a connection.")).toBeVisible();
      await context.setOffline(false);
      await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
      await expect.poll(() => page.evaluate(() => localStorage.getItem("todo.account"))).toContain("timezone");
      await context.setOffline(true);
      await page.reload();
      await expect(page.getByLabel("Time zone")).toHaveValue("UTC"); // of the device's copy
    });

    test("every part of the list is here, and says so where the device has no copy", async ({
      page,
      context,
      me,
      expecting,
    }) => {
      expecting(...disconnected);
      const task = await me.call("POST", "/api/tasks", { title: "Milk", description: "Oat", tags: ["food"] });
      await me.call("PATCH", `/api/tasks/${task.id}`, { completed: true });
      await me.call("POST", "/api/tasks", { title: "Bread", tags: ["food"], priority: "high" });
      await me.call("POST", "/api/tasks", { title: "Call Ann" });
      await page.goto("/tasks");
      await expect(rows(page)).toHaveText([/Call Ann/, /Bread/]);
      await installed(page);
      await copied(page, me, "Milk", "Bread", "Call Ann");
      await context.setOffline(true);
      for (const [address, expected] of [
        ["/tasks?state=done", [/Milk/]],
        ["/tasks?state=all&tag=food", [/Bread/, /Milk/]],
        ["/tasks?priority=high", [/Bread/]],
        ["/tasks?state=all&search=oat", [/Milk/]],
        ["/tasks?sort=title", [/Bread/, /Call Ann/]],
      ] as const) {
        await page.goto(address);
        await expect(page.locator("li[data-index]")).toHaveText([...expected]);
      }
      await page.evaluate((name) => {
        const request = indexedDB.deleteDatabase(name);
        return new Promise((resolve) => (request.onsuccess = () => resolve(null)));
      }, `todo.copy.${me.id}`);
      await page.goto("/tasks");
      await expect(notHere(page)).toBeVisible();
      await context.setOffline(false);
      await expect(rows(page)).toHaveText([/Call Ann/, /Bread/]);
    });
  });
}

test("the home page without a connection leads to the tasks", async ({ page, context, me, expecting }) => {
  expecting(...disconnected);
  await page.goto("/tasks");
  await expect(page.getByRole("button", { name: `Account of ${me.name}` })).toBeVisible();
  await installed(page);
  await copied(page, me);
  await context.setOffline(true);
  await page.goto("/");
  await page.getByRole("link", { name: "Open my tasks" }).click();
  await expect(page.getByText("Your list is empty")).toBeVisible();
});

test("a server that does not answer: the page and its tasks are there at once", async ({ page, me, expecting }) => {
  expecting(...disconnected);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  const server = await relay();
  try {
    await page.goto(`${server.origin}/tasks`);
    await expect(rows(page)).toHaveText([/Milk/]);
    await installed(page);
    await copied(page, me, "Milk");
    server.hang();
    await page.route("**/api/**", () => {}); // across origins too
    await page.goto(`${server.origin}/tasks`);
    await expect(rows(page)).toHaveText([/Milk/]);
    await page.goto(`${server.origin}/auth/signin`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  } finally {
    server.close();
  }
});
