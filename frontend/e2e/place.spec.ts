import type { Page } from "@playwright/test";

import { button, press, title } from "./keyboard";
import { dayIn, fill, newTask, server, titles, zone } from "./tasks-page";
import { disconnected, expect, rows, test } from "./test";

// The place of the keyboard: whatever becomes of the task that has the focus, this stays in the list.

const at = (page: Page, name: string) => expect(title(page, name)).toBeFocused();

/** Chooses by the keyboard in the window that is open at a task. */
async function choose(page: Page, window: string, words: string) {
  await expect(page.getByRole("dialog", { name: window, exact: true })).toBeVisible();
  await page.keyboard.type(words);
  await press(page, "Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test.describe("a recurring task that is completed", () => {
  test("leaves the focus to the next one, wherever it comes back", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "two" });
    await me.call("POST", "/api/tasks", { title: "Rent", due_on: dayIn(1), recurrence_rule: "FREQ=WEEKLY" });
    await me.call("POST", "/api/tasks", { title: "one" });
    await page.goto("/tasks");
    await expect(titles(page)).toHaveText(["one", "Rent", "two"]);
    await press(page, "j", "j");
    await at(page, "Rent");
    await press(page, "x");
    await at(page, "two");
    await expect(titles(page)).toHaveText(["Rent", "one", "two"]);
    await at(page, "two");
    await press(page, "x");
    await at(page, "one");
    await press(page, "x");
    await at(page, "Rent");
    await press(page, "x"); // it is alone now
    await expect.poll(() => server(me)).toHaveLength(5);
    await expect(rows(page).locator("time")).toBeVisible();
    await at(page, "Rent");
  });

  test("does so without a connection, and in Today, which it leaves", async ({ page, me, expecting }) => {
    expecting(...disconnected);
    await zone(me, "UTC");
    await me.call("POST", "/api/tasks", { title: "Rent", due_on: dayIn(0), recurrence_rule: "FREQ=WEEKLY" });
    await me.call("POST", "/api/tasks", { title: "two", due_on: dayIn(0) });
    await page.goto("/tasks?view=today");
    await expect(titles(page)).toHaveText(["Rent", "two"]);
    await page.context().setOffline(true);
    await press(page, "j", "x");
    await expect(titles(page)).toHaveText(["two"]);
    await at(page, "two");
    await page.context().setOffline(false);
    await expect.poll(() => server(me)).toHaveLength(3);
    await at(page, "two");
  });
});

test("a task that leaves for another list, without its tag, or past a filter, leaves the focus to the next", async ({
  page,
  me,
}) => {
  await me.call("POST", "/api/lists", { name: "Work" });
  await fill(me, ["a", "b", "c"], { tags: ["home"], priority: "high" });
  await page.goto(`/tasks?list=${me.id}`);
  await expect(titles(page)).toHaveText(["a", "b", "c"]);
  await press(page, "j", "l");
  await choose(page, "List", "Work");
  await expect(titles(page)).toHaveText(["b", "c"]);
  await at(page, "b");
  await press(page, "u");
  await expect(titles(page)).toHaveCount(3);
  await at(page, "b");
  await page.goto("/tasks?tag=home&sort=title");
  await expect(titles(page)).toHaveText(["a", "b", "c"]);
  await press(page, "j", "j", "#");
  await choose(page, "Tag", "home");
  await expect(titles(page)).toHaveText(["a", "c"]);
  await at(page, "c");
  await page.goto("/tasks?priority=high&sort=title");
  await expect(titles(page)).toHaveText(["a", "b", "c"]);
  await press(page, "j", "j", "0");
  await expect(titles(page)).toHaveText(["a", "c"]);
  await at(page, "c");
  await press(page, "0");
  await at(page, "a");
  await press(page, "u");
  await expect(titles(page)).toHaveText(["a", "c"]);
  await at(page, "a");
});

test("a task that moves within Today keeps the focus, and one that is not of today leaves it", async ({ page, me }) => {
  await zone(me, "UTC");
  for (const [name, days] of [
    ["a", -3],
    ["b", -2],
    ["c", -1],
    ["d", 0],
  ] as const)
    await me.call("POST", "/api/tasks", { title: name, due_on: dayIn(days) });
  await page.goto("/tasks?view=today");
  const shown = page.getByRole("main").locator("[data-title]");
  await expect(shown).toHaveText(["a", "b", "c", "d"]);
  const has = (name: string) => expect(shown.filter({ hasText: name })).toBeFocused();
  await press(page, "j", "t");
  await choose(page, "Date", "tomorrow");
  await expect(shown).toHaveText(["b", "c", "d"]);
  await has("b");
  await press(page, "t");
  await choose(page, "Date", "today");
  await expect(page.getByRole("list", { name: "Overdue" }).getByRole("listitem")).toHaveCount(1);
  await has("b");
  await press(page, "k");
  await has("c");
  await press(page, "Shift+T");
  await expect(page.getByRole("list", { name: "Overdue" })).toHaveCount(0);
  await has("c");
  await press(page, "u");
  await expect(page.getByRole("list", { name: "Overdue" })).toHaveCount(1);
  await has("c");
  await button(page, "Move all to today").press("Enter");
  await expect(page.getByRole("list", { name: "Overdue" })).toHaveCount(0);
  await expect(shown.and(page.locator(":focus"))).toHaveCount(1);
});

test("what is undone may be the task that has the focus, which goes to the next", async ({ page, me }) => {
  await fill(me, ["a", "b"]);
  await page.goto("/tasks?sort=title");
  await expect(rows(page)).toHaveCount(2);
  await newTask(page).fill("aa");
  await press(page, "Enter", "Escape");
  await expect(titles(page)).toHaveText(["a", "aa", "b"]);
  await press(page, "j", "j");
  await at(page, "aa");
  await press(page, "u");
  await expect(titles(page)).toHaveText(["a", "b"]);
  await at(page, "b");
  await press(page, "Delete");
  await at(page, "a");
  await press(page, "u");
  await expect(titles(page)).toHaveText(["a", "b"]);
  await at(page, "a");
});
