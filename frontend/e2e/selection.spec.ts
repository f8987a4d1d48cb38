import type { Page } from "@playwright/test";

import { press, tasks, title } from "./keyboard";
import { editor } from "./tasks-page";
import { expect, expectAccessible, rows, test, type Person } from "./test";

const bar = (page: Page) => page.getByRole("toolbar", { name: "The selected tasks" });
const selected = (page: Page) => rows(page).filter({ hasText: "Selected" });
const says = (page: Page, text: string) => page.getByRole("status").filter({ hasText: new RegExp(`^${text}$`) });
const stored = async (me: Person) => (await me.call("GET", "/api/tasks?sort_by=title&order=asc")).tasks;
/** The requests that change tasks. */
function writes(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const isWrite = request.method() !== "GET" && /^\/api\/(tasks|batch)/.test(pathname);
    if (isWrite && request.method() !== "OPTIONS") seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
}

test.describe("a selection", () => {
  test("by key: Shift with arrows and x; completed in one request, and undone in one", async ({ page, me }) => {
    await tasks(me, page, "a", "b", "c", "d");
    const sent = writes(page);
    await press(page, "j", "Shift+ArrowDown", "Shift+ArrowDown");
    await expect(selected(page)).toHaveCount(3);
    await expect(says(page, "3 selected")).toBeAttached();
    await expect(title(page, "c")).toBeFocused();
    await press(page, "Shift+ArrowUp");
    await expect(selected(page)).toHaveCount(2);
    await press(page, "j", "j", "Shift+X");
    await expect(selected(page)).toHaveCount(3);
    await press(page, "x");
    await expect(rows(page)).toHaveText(["c"]);
    await expect(title(page, "c")).toBeFocused();
    await expect(bar(page)).toBeHidden();
    await expect.poll(() => sent).toEqual(["POST /api/batch"]);
    await press(page, "Control+z");
    await expect(page.getByText("Undone: 3 tasks are open again").first()).toBeVisible();
    await expect(rows(page)).toHaveText(["a", "b", "c", "d"]);
    await expect.poll(() => sent).toEqual(["POST /api/batch", "POST /api/batch"]);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 4, completed: 0 });
  });

  test("by pointer: Shift and Ctrl with a click, and the bar", async ({ page, me }) => {
    await tasks(me, page, "a", "b", "c", "d");
    await title(page, "a").click({ modifiers: ["ControlOrMeta"] });
    await title(page, "c").click({ modifiers: ["Shift"] });
    await expect(selected(page)).toHaveCount(3);
    await title(page, "b").click({ modifiers: ["ControlOrMeta"] });
    await expect(selected(page)).toHaveCount(2);
    await expectAccessible(page);
    await bar(page).getByRole("button", { name: "Priority" }).click();
    await page.getByRole("option", { name: "High" }).click();
    await expect(page.getByText("2 tasks have priority high").first()).toBeVisible();
    await expect.poll(async () => (await stored(me)).map((t: { priority: string }) => t.priority)).toEqual([
      "high",
      null,
      "high",
      null,
    ]);
    await bar(page).getByRole("button", { name: "Delete" }).click();
    await expect(rows(page)).toHaveText(["b", "d"]);
    await press(page, "u");
    await expect(page.getByText("Undone: 2 tasks are back").first()).toBeVisible();
    await expect(rows(page)).toHaveCount(4);
    await press(page, "u");
    await expect(page.getByText("Undone: 2 tasks have the priority of before").first()).toBeVisible();
    await expect.poll(async () => (await stored(me)).every((t: { priority: null }) => !t.priority)).toBe(true);
  });

  test("Escape ends it, and the focus goes back into the list", async ({ page, me }) => {
    await tasks(me, page, "a", "b");
    await press(page, "j", "Shift+X");
    await expect(bar(page)).toBeVisible();
    await press(page, "Escape");
    await expect(bar(page)).toBeHidden();
    await expect(title(page, "a")).toBeFocused();
    await press(page, "Shift+X");
    await bar(page).getByRole("button", { name: "End the selection" }).click();
    await expect(bar(page)).toBeHidden();
    await expect(title(page, "a")).toBeFocused();
  });
});

test.describe("from the row", () => {
  test("t opens the date: words, and the month by its keys", async ({ page, me }) => {
    await tasks(me, page, "a", "b");
    await press(page, "j", "t");
    const date = page.getByRole("dialog", { name: "Date" });
    await expect(date.getByRole("textbox", { name: "When" })).toBeFocused();
    await page.keyboard.type("tomorrow 9am");
    await expect(date.getByText("Due tomorrow, 09:00")).toBeVisible();
    await press(page, "Enter");
    await expect(date).toBeHidden();
    await expect(rows(page).first()).toHaveText(/a.*tomorrow, 09:00/);
    await expect(title(page, "a")).toBeFocused();
    await press(page, "t");
    await page.keyboard.type("buy milk");
    await press(page, "Enter");
    await expect(date.getByText("This is not understood as a date.")).toBeVisible();
    await expectAccessible(page);
    const chosen = date.getByRole("gridcell", { selected: true });
    await chosen.focus();
    await press(page, "ArrowRight", "Enter");
    await expect(date).toBeHidden();
    await expect(rows(page).first()).toHaveText(/, 09:00/); // it keeps its time
    await expect(rows(page).first()).not.toHaveText(/tomorrow/);
    await press(page, "u");
    await expect(page.getByText("Undone: a has the date of before").first()).toBeVisible();
    await expect(rows(page).first()).toHaveText(/tomorrow, 09:00/);
    await press(page, "t", "Escape");
    await expect(date).toBeHidden();
    await expect(title(page, "a")).toBeFocused();
  });

  test("l moves to a list, and # adds a tag, which exists or not", async ({ page, me }) => {
    const list = await me.call("POST", "/api/lists", { name: "Garden" });
    await me.call("POST", "/api/tasks", { title: "b", tags: ["home"] });
    await tasks(me, page, "a").catch(() => {});
    await expect(rows(page)).toHaveCount(2);
    await press(page, "j", "l");
    await expect(page.getByRole("combobox", { name: "Move to a list" })).toBeFocused();
    await page.keyboard.type("gard");
    await expect(page.getByRole("dialog", { name: "List" }).getByRole("option")).toHaveText(["Garden"]);
    await press(page, "Enter");
    await expect(page.getByText("“a” is in Garden").first()).toBeVisible();
    await expect.poll(async () => (await stored(me))[0]).toMatchObject({ title: "a", list_id: list.id });
    await press(page, "#");
    await page.keyboard.type("ho");
    await press(page, "Enter");
    await expect(rows(page).first()).toHaveText(/#home/);
    await press(page, "#");
    await page.keyboard.type("Urgent");
    await expect(page.getByRole("option", { name: "New tag: #Urgent" })).toBeVisible();
    await press(page, "Enter");
    await expect.poll(async () => (await stored(me))[0]).toMatchObject({ tags: ["home", "Urgent"] });
    await press(page, "u", "u", "u");
    await expect.poll(async () => (await stored(me))[0]).toMatchObject({ tags: [], list_id: me.id });
  });

  test("the menu: by right click, by key, and by its button", async ({ page, me }) => {
    await tasks(me, page, "a", "b", "c");
    const menu = page.getByRole("menu", { name: "b" });
    await title(page, "b").click({ button: "right" });
    await expect(menu).toBeVisible();
    await expectAccessible(page);
    await menu.getByRole("menuitem", { name: "Date" }).click();
    await expect(page.getByRole("dialog", { name: "Date" })).toBeVisible();
    await page.getByRole("button", { name: "Tomorrow" }).click();
    await expect(rows(page).nth(1)).toHaveText(/tomorrow/);
    await title(page, "b").focus();
    await press(page, "ContextMenu");
    await expect(menu).toBeVisible();
    await press(page, "Escape");
    await expect(title(page, "b")).toBeFocused();
    await rows(page).nth(1).hover();
    await page.getByRole("button", { name: "More: b" }).click();
    await menu.getByRole("menuitem", { name: "Done" }).click();
    await expect(rows(page)).toHaveText(["a", "c"]);
    await expect(title(page, "c")).toBeFocused();
  });
});

test("a double click on a checkbox or a trash can changes one task", async ({ page, me }) => {
  await tasks(me, page, "a", "b", "c", "d");
  await page.getByRole("checkbox", { name: "Done: a" }).dblclick();
  await expect(rows(page)).toHaveText(["b", "c", "d"]);
  await rows(page).first().hover();
  await page.getByRole("button", { name: "Delete: b" }).dblclick();
  await expect(rows(page)).toHaveText(["c", "d"]);
  await page.getByRole("button", { name: "Dismiss" }).first().click();
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 1 });
  await expect(rows(page)).toHaveText(["c", "d"]);
});

test.describe("Ctrl and K", () => {
  test("find a command, a list and a task, also out of a field", async ({ page, me }) => {
    await me.call("POST", "/api/lists", { name: "Garden" });
    await tasks(me, page, "Water the ferns", "b");
    const palette = page.getByRole("dialog", { name: "Go to or do" });
    await press(page, "j", "j", "Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.type("done, or");
    await press(page, "Enter");
    await expect(rows(page)).toHaveText(["Water the ferns"]);
    await press(page, "n", "Control+k");
    await page.keyboard.type("fern");
    await expect(palette.getByRole("option")).toHaveText([/Water the ferns/, /Search all tasks/]);
    await press(page, "Enter");
    await expect(editor(page).getByLabel("Title")).toBeFocused();
    await expect(async () => {
      await press(page, "Escape"); // the message that the editor is about to cover may take the first
      await expect(editor(page)).toBeHidden({ timeout: 500 });
    }).toPass();
    await press(page, "Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("garden");
    await press(page, "Enter");
    await expect(page).toHaveURL(/\/tasks\?list=[0-9a-f-]{36}$/);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("tasks are selected by the menu and by taps, and the bar fits", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "b" });
    await tasks(me, page, "a").catch(() => {});
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("button", { name: "More: a" }).tap();
    await page.getByRole("menuitem", { name: "Select" }).tap();
    await title(page, "b").tap();
    await expect(selected(page)).toHaveCount(2);
    for (const button of await bar(page).getByRole("button").all()) await expect(button).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
    await bar(page).getByRole("button", { name: "Done" }).tap();
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 2 });
  });
});
