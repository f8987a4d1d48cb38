import { done, editor, moment, search } from "./tasks-page";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Person } from "./test";

/** Makes a list "Garden" with tasks of all kinds, and some beside it; returns its id. */
async function seed(me: Person): Promise<string> {
  const { id } = await me.call("POST", "/api/lists", { name: "Garden" });
  for (const task of [
    { title: "Cut the roses", completed: true, list_id: id, tags: ["garden"] },
    { title: "Buy fertilizer", description: "For the Röses", priority: "high", category: "Garden shop" },
    { title: "Water the roses", list_id: id, due_date: moment(1, "12:00"), tags: ["summer"] },
    { title: "Call Ann", priority: "critical", due_date: moment(-2, "12:00") },
  ])
    await me.call("POST", "/api/tasks", task);
  return id;
}

/** The titles of what is found, above and below the line. */
const titles = (page: Page) => page.locator("li [data-title]");
const count = (page: Page, text: string) =>
  expect(page.getByRole("status").filter({ hasText: /^\d+ tasks?$/ })).toHaveText(text);

test("it looks in all lists from any view, with what is done below a line", async ({ page, me }) => {
  const garden = await seed(me);
  for (const view of ["", "?view=today", "?view=upcoming", "?view=done", `?list=${garden}`, "?tag=summer"]) {
    await page.goto(`/tasks${view}`);
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    const name = await page.getByRole("heading", { level: 1 }).innerText();
    await page.keyboard.press("/");
    await page.keyboard.type("ROSES");
    await expect(titles(page)).toHaveText(["Water the roses", "Buy fertilizer", "Cut the roses"]);
    await expect(page.getByRole("list", { name: "Done" }).getByRole("listitem")).toHaveText([/Cut the roses/]);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search");
    await count(page, "3 tasks");
    await expect(search(page)).toBeFocused();
    await expect(page).toHaveURL((url) => url.searchParams.get("search") === "ROSES");
    await page.reload();
    await expect(titles(page)).toHaveText(["Water the roses", "Buy fertilizer", "Cut the roses"]);
    await search(page).press("Escape");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(page).toHaveURL(`/tasks${view}`);
  }
});

test("its words narrow it, in any order, with marks as in a line for a new task", async ({ page, me }) => {
  await seed(me);
  await page.goto("/tasks");
  for (const [text, shown] of [
    ["roses the", ["Water the roses", "Buy fertilizer", "Cut the roses"]],
    ["roses the water", ["Water the roses"]],
    ["#summer", ["Water the roses"]],
    ["@garden", ["Water the roses", "Buy fertilizer", "Cut the roses"]], // a list's name, or a category
    ["@garden #garden", ["Cut the roses"]],
    ["@garden due:week", ["Water the roses"]],
    ["due:overdue", ["Call Ann"]],
    ["p1", ["Call Ann"]],
    ["!high", ["Buy fertilizer"]],
  ] as const) {
    await search(page).fill(text);
    await expect(titles(page)).toHaveText([...shown]);
  }
  await search(page).fill("roses p1");
  await expect(page.getByText("p1 to p4 and due:week narrow a search.")).toBeVisible();
  await expectAccessible(page);
});

test("what is found can be done, and goes below the line", async ({ page, me }) => {
  await seed(me);
  await page.goto("/tasks?view=today&search=roses");
  await done(page, "Water the roses").click();
  await expect(page.getByRole("list", { name: "Tasks" }).getByRole("listitem")).toHaveText([/Buy fertilizer/]);
  await expect(page.getByRole("list", { name: "Done" }).getByRole("listitem")).toHaveText([/Water/, /Cut/]);
  await expectAccessible(page);
});

test("Ctrl and K find tasks in the same way, whatever is in view", async ({ page, me }) => {
  await seed(me);
  await page.goto("/tasks?view=today");
  await expect(titles(page)).toHaveText(["Call Ann"]);
  const option = page.getByRole("dialog", { name: "Go to or do" }).getByRole("option");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("#garden roses");
  await expect(option).toHaveText([/Cut the roses/, /Search all tasks/]);
  await page.keyboard.press("Enter");
  await expect(editor(page).getByLabel("Title")).toHaveValue("Cut the roses");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("röses");
  await expect(option).toHaveText([/Water the roses/, /Buy fertilizer/, /Cut the roses/, /Search all tasks/]);
  await option.last().click();
  await expect(titles(page)).toHaveText(["Water the roses", "Buy fertilizer", "Cut the roses"]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("it has the line to itself, and stays while one types another", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks?view=today");
    await page.getByRole("button", { name: "Search" }).tap();
    await search(page).fill("roses");
    await expect(titles(page)).toHaveText(["Water the roses", "Buy fertilizer", "Cut the roses"]);
    await expectAccessible(page);
    await search(page).fill("");
    await expect(search(page)).toBeFocused();
    await search(page).fill("ann");
    await expect(titles(page)).toHaveText(["Call Ann"]);
    await search(page).press("Escape");
    await expect(search(page)).toBeHidden();
  });
});
