import type { Page } from "@playwright/test";

import { press } from "./keyboard";
import { dayIn, done, editor, open, settled, titles } from "./tasks-page";
import { expect, expectAccessible, rows, test, type Person } from "./test";

const list = (page: Page) => editor(page).getByRole("list", { name: "Subtasks" }).getByRole("listitem");
const names = async (page: Page) => {
  const inputs = await list(page).getByRole("textbox").all();
  return Promise.all(inputs.map((input) => input.inputValue()));
};
const field = (page: Page) => editor(page).getByRole("textbox", { name: "New subtask" });
/** The titles of a task's subtasks in their order, as the server has them. */
const stored = async (me: Person, parent: string) =>
  (await me.call("GET", `/api/tasks?list_id=${me.id}&parent_id=${parent}`)).tasks.map(
    (task: { title: string; completed: boolean }) => (task.completed ? `${task.title} (done)` : task.title),
  );

/** Pastes a text into what has the focus. */
const paste = (page: Page, text: string) =>
  page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);

for (const [size, viewport] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test.describe(`subtasks on a ${size}`, () => {
    test.use({ viewport, ...(size === "phone" ? { hasTouch: true, isMobile: true } : {}) });

    test("are added, pasted, renamed, checked and deleted in their task", async ({ page, me }) => {
      const { id } = await me.call("POST", "/api/tasks", { title: "Trip" });
      await page.goto("/tasks");
      await open(page, "Trip");
      await field(page).fill("Tickets");
      await press(page, "Enter");
      await expect(field(page)).toHaveValue("");
      await expect(field(page)).toBeFocused();
      await paste(page, "- Passport\n- [ ] Hotel\n\nMap");
      await expect.poll(() => names(page)).toEqual(["Tickets", "Passport", "Hotel", "Map"]);
      await expect(editor(page)).toBeVisible();
      await field(page).fill("x".repeat(201));
      await press(page, "Enter");
      await expect(editor(page).getByText("Title must be 200 characters or less")).toBeVisible();
      await field(page).fill("");
      await editor(page).getByRole("textbox", { name: "Subtask: Hotel" }).fill("Hostel");
      await press(page, "Enter");
      await done(page, "Tickets").check();
      const deletion = editor(page).getByRole("button", { name: "Delete: Map" });
      await deletion.click();
      await expect.poll(() => names(page)).toEqual(["Tickets", "Passport", "Hostel"]);
      await page.locator("button", { hasText: /^Undo$/ }).click();
      await expect.poll(() => names(page)).toEqual(["Tickets", "Passport", "Hostel", "Map"]);
      await expect(editor(page)).toBeVisible();
      await deletion.click();
      await expect.poll(() => names(page)).toEqual(["Tickets", "Passport", "Hostel"]);
      await expect(editor(page).getByText("1 of 3 completed")).toBeVisible();
      await expectAccessible(page);
      await field(page).fill("Money"); // and left as it is
      await editor(page).getByRole("button", { name: "Close" }).click();
      await expect(editor(page)).toBeHidden();
      await expect(titles(page)).toHaveText(["Trip"]);
      await expect(rows(page)).toHaveText(/1\/41 of 4 subtasks completed/);
      await expectAccessible(page);
      await expect
        .poll(() => stored(me, id), { timeout: 20_000 })
        .toEqual(["Tickets (done)", "Passport", "Hostel", "Money"]);
    });
  });
}

test("without a connection subtasks are made, and go to the server once there is one", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Trip" });
  await page.goto("/tasks");
  await open(page, "Trip");
  await expect(field(page)).toBeVisible();
  await settled(page);
  await page.context().setOffline(true);
  await field(page).fill("Tickets tomorrow");
  await press(page, "Enter");
  await expect(list(page)).toHaveCount(1);
  await expect(list(page)).toContainText("tomorrow");
  await editor(page).getByRole("textbox", { name: "Subtask: Tickets" }).fill("Train tickets");
  await field(page).fill("Map");
  await press(page, "Escape"); // and what is typed is kept
  await expect(rows(page)).toContainText("0/2");
  await page.context().setOffline(false);
  await expect
    .poll(async () => (await me.call("GET", "/api/tasks?sort_by=title&order=asc")).tasks)
    .toMatchObject([{ title: "Map" }, { title: "Train tickets", due_on: dayIn(1) }, { title: "Trip" }]);
});

test("a subtask that is too long is not lost: it keeps the editor open, also over a reload", async ({ page, me }) => {
  const { id } = await me.call("POST", "/api/tasks", { title: "Trip" });
  await me.call("POST", "/api/tasks", { title: "Map", parent_id: id });
  await page.goto("/tasks");
  await open(page, "Trip");
  for (const [input, title] of [
    [field(page), "Tickets"],
    [editor(page).getByRole("textbox", { name: "Subtask: Map" }), "Maps"],
  ] as const) {
    await input.fill("x".repeat(201));
    await press(page, "Escape");
    await expect(editor(page).getByText("This is not saved yet: Title must be 200 characters or less.")).toBeVisible();
    await expect(input).toBeFocused();
    await expect(input).toHaveValue("x".repeat(201));
    await page.reload();
    await expect(input).toHaveValue("x".repeat(201));
    await expect(input).toHaveAccessibleDescription("Title must be 200 characters or less");
    await press(page, "Escape");
    await expect(input).toBeFocused();
    await input.fill(title);
  }
  await press(page, "Escape");
  await expect(editor(page)).toBeHidden();
  await expect.poll(() => stored(me, id)).toEqual(["Maps", "Tickets"]);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(editor(page)).toBeHidden(); // nothing is left
});

test("a subtask of a day is in Today, and found, with the name of its task; it goes and comes with that", async ({
  page,
  me,
}) => {
  await me.call("PATCH", "/api/auth/profile", { timezone: "UTC" });
  const { id } = await me.call("POST", "/api/tasks", { title: "Trip" });
  await me.call("POST", "/api/tasks", { title: "Tickets", parent_id: id, due_on: dayIn(0) });
  await me.call("POST", "/api/tasks", { title: "Passport", parent_id: id });
  await page.goto("/tasks?view=today");
  await expect(titles(page)).toHaveText(["Tickets"]);
  await expect(rows(page)).toContainText("Part of Trip");
  await expectAccessible(page);
  await page.goto("/tasks?search=pass");
  await expect(titles(page)).toHaveText(["Passport"]);
  await page.goto("/tasks");
  await expect(titles(page)).toHaveText(["Trip"]);
  await press(page, "j", "Delete");
  await expect(titles(page)).toHaveCount(0);
  await press(page, "g", "t");
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  await expect(titles(page)).toHaveCount(0);
  await press(page, "u");
  await expect(titles(page)).toHaveText(["Tickets"]);
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 3 });
  await done(page, "Tickets").check();
  await press(page, "g", "a");
  await expect(titles(page)).toHaveText(["Trip"]);
  await expect(rows(page)).toContainText("1 of 2 subtasks completed");
  await press(page, "j", "x"); // its open subtask stays open, as it is on the server
  await expect(titles(page)).toHaveCount(0);
  await press(page, "g", "d");
  await expect(page.getByRole("main").locator("[data-title]")).toHaveText(["Trip", "Tickets"]);
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 3, completed: 2 });
});
