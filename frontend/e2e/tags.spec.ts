import type { Page } from "@playwright/test";

import { press } from "./keyboard";
import { done, fill, nav, titles } from "./tasks-page";
import { disconnected, expect, expectAccessible, rows, test, type Person } from "./test";

const entry = (page: Page, tag: string) => nav(page).getByRole("link", { name: tag, exact: true });
const menuButton = (page: Page, tag: string) =>
  page.getByRole("button", { name: `What to do with the tag ${tag}`, exact: true });
const item = (page: Page, name: string) => page.getByRole("menuitem", { name });
const dialog = (page: Page, tag: string) => page.getByRole("dialog", { name: `Rename #${tag}` });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const says = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

/** The tags of each task by its title, as the server has them. */
async function stored(me: Person): Promise<Record<string, string>> {
  const { tasks } = await me.call("GET", "/api/tasks?limit=100");
  return Object.fromEntries(tasks.map(({ title, tags }: { title: string; tags: string[] }) => [title, tags.join(" ")]));
}

/** Tasks that are open, done and below another, with tags in several cases. */
async function seed(me: Person) {
  await me.call("POST", "/api/tasks", { title: "Report", tags: ["work", "a"] });
  await me.call("POST", "/api/tasks", { title: "Old report", tags: ["Work"], completed: true });
  const { id } = await me.call("POST", "/api/tasks", { title: "Talk", tags: ["job"] });
  await me.call("POST", "/api/tasks", { title: "Slides", tags: ["work"], parent_id: id });
  await me.call("POST", "/api/tasks", { title: "Both", tags: ["job", "work"] });
}
const before = { Report: "work a", "Old report": "Work", Talk: "job", Slides: "work", Both: "job work" };

test("a tag is renamed in its view, on what is done and below others, too, and undone at once", async ({
  page,
  me,
}) => {
  await seed(me);
  await me.call("PUT", "/api/filters", { filters: [{ name: "Pressing", search: "#work p1" }] });
  const filters = async () => (await me.call("GET", "/api/filters")).filters;
  await page.goto("/tasks?tag=work");
  await expect(rows(page)).toHaveCount(3);
  await expect(entry(page, "Pressing")).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (!["GET", "OPTIONS"].includes(request.method())) sent.push(new URL(request.url()).pathname);
  });
  await page.getByRole("main").getByRole("button", { name: "What to do with the tag work" }).click();
  await expectAccessible(page);
  await item(page, "Rename or merge").click();
  const name = dialog(page, "work").getByLabel("Name");
  await expect(name).toBeFocused();
  await expect(dialog(page, "work")).toContainText("4 tasks have this tag, done ones included.");
  await name.fill("a, b");
  await press(page, "Enter");
  await expect(dialog(page, "work").getByText("A tag is one name, without a comma")).toBeVisible();
  await expectAccessible(page);
  await name.fill("#office");
  await press(page, "Enter");
  await expect(dialog(page, "work")).toBeHidden();
  await expect(heading(page, "#office")).toBeFocused();
  await expect(page).toHaveURL(/\?tag=office$/);
  await expect(rows(page)).toHaveCount(3);
  await expect(says(page, "Renamed #work to #office")).toHaveCount(1);
  await expect
    .poll(() => stored(me))
    .toEqual({ Report: "office a", "Old report": "office", Talk: "job", Slides: "office", Both: "job office" });
  await expect.poll(filters).toEqual([{ name: "Pressing", search: "#office p1" }]);
  expect(sent.sort()).toEqual(["/api/batch", "/api/filters"]);

  await press(page, "u");
  await expect(says(page, "Undone: Renamed #work to #office")).toHaveCount(1);
  await expect(page).toHaveURL(/\?tag=work$/);
  await expect(heading(page, "#work")).toBeFocused();
  await expect(rows(page)).toHaveCount(3);
  await expect.poll(() => stored(me)).toEqual(before);
  await expect.poll(filters).toEqual([{ name: "Pressing", search: "#work p1" }]);
});

test("by the rail: a right click, a key, a merge that is said first, and taken away", async ({ page, me }) => {
  await seed(me);
  await page.goto("/tasks");
  await entry(page, "work").click({ button: "right" });
  await item(page, "Rename or merge").click();
  const name = dialog(page, "work").getByLabel("Name");
  await name.fill("JOB");
  await press(page, "Enter");
  const merge = dialog(page, "work").getByRole("button", { name: "Merge" });
  await expect(dialog(page, "work")).toContainText("3 tasks get #job, which 2 tasks have already.");
  await expectAccessible(page);
  expect(await stored(me)).toEqual(before); // nothing is done yet
  await merge.click();
  await expect(entry(page, "work")).toBeHidden();
  await expect(heading(page, "All tasks")).toBeFocused();
  await expect
    .poll(() => stored(me))
    .toEqual({ Report: "job a", "Old report": "job", Talk: "job", Slides: "job", Both: "job" });

  await entry(page, "job").focus();
  await press(page, "ContextMenu");
  await item(page, "Remove from all tasks").press("Enter");
  await expect(says(page, "Removed #job from 5 tasks")).toHaveCount(1);
  await expect(entry(page, "job")).toBeHidden();
  await expect(heading(page, "All tasks")).toBeFocused();
  await expect.poll(() => stored(me)).toEqual({ Report: "a", "Old report": "", Talk: "", Slides: "", Both: "" });
  await press(page, "u", "u");
  await expect.poll(() => stored(me)).toEqual(before);
  await expect(entry(page, "work")).toBeVisible();
});

test("without a connection, and with what another device does meanwhile", async ({ page, context, me, expecting }) => {
  expecting(...disconnected);
  await fill(me, Array.from({ length: 120 }, (_, i) => `Task ${i}`), { tags: ["work"] });
  const weekly = { recurrence_pattern: "weekly", due_date: new Date(Date.now() + 3_600_000).toISOString() };
  await me.call("POST", "/api/tasks", { title: "Weekly", tags: ["work"], ...weekly });
  await page.goto("/tasks?tag=work");
  await expect(titles(page).first()).toHaveText("Weekly");
  await menuButton(page, "work").last().click(); // all is loaded once it opens
  await expect(item(page, "Rename or merge")).toBeEnabled();
  await context.setOffline(true);
  await press(page, "Escape");
  await done(page, "Weekly").click(); // whose next one only the server makes
  await menuButton(page, "work").last().click();
  await item(page, "Rename or merge").click();
  await dialog(page, "work").getByLabel("Name").fill("job");
  await press(page, "Enter");
  await expect(heading(page, "#job")).toBeFocused();
  await expect(entry(page, "work")).toBeHidden();
  const { tasks } = await me.call("GET", "/api/tasks?search=Task%207");
  await me.call("PATCH", `/api/tasks/${tasks[0].id}`, { tags: ["late", "work"] });
  await me.call("POST", "/api/tasks", { title: "From elsewhere", tags: ["Work"] });
  await context.setOffline(false);
  await expect.poll(async () => (await me.call("GET", "/api/tasks?tag=job&limit=200")).tasks.length).toBe(123);
  const left = ["work", "Work"].map(async (tag) => (await me.call("GET", `/api/tasks?tag=${tag}`)).tasks.length);
  expect(await Promise.all(left)).toEqual([0, 0]);
  expect((await me.call("GET", "/api/tasks?tag=late")).tasks).toMatchObject([{ tags: ["late", "job"] }]);
  await expect(entry(page, "work")).toBeHidden();
  await page.reload();
  await expect(titles(page).filter({ hasText: "From elsewhere" })).toHaveCount(1);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a tag is renamed by the views and in its own", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks?view=today");
    await page.getByRole("button", { name: "Views" }).tap();
    await menuButton(page, "work").tap();
    await item(page, "Rename or merge").tap();
    await dialog(page, "work").getByLabel("Name").fill("office");
    await expectAccessible(page);
    await dialog(page, "work").getByRole("button", { name: "Rename" }).tap();
    await expect(page.getByRole("dialog")).toHaveCount(0); // the message with its undo is to be seen
    await expect(page.getByRole("button", { name: "Undo" })).toBeInViewport({ ratio: 1 });
    await expect.poll(async () => (await stored(me)).Slides).toBe("office");
    await page.goto("/tasks?tag=office");
    await menuButton(page, "office").tap();
    await item(page, "Remove from all tasks").tap();
    await expect(page).toHaveURL(/\?view=today$/);
    await expect.poll(async () => (await stored(me)).Slides).toBe("");
  });
});
