import type { Page } from "@playwright/test";

import { dayIn, editor, fill, titles, zone } from "./tasks-page";
import { expect, expectAccessible, rows, test, type Person } from "./test";

// Rows of one height, with what matters at the right edge.

const long = "Write down everything that has to be thought of before the move, and who of us does it until when";
const heights = (page: Page) =>
  rows(page).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height).sort((a, b) => a - b));

/** The tags that are in sight, with "…" where one is cut. */
const tags = (page: Page) =>
  rows(page)
    .locator("a[href*='tag=']")
    .evaluateAll((tags) =>
      (tags as HTMLElement[])
        .filter((tag) => tag.getBoundingClientRect().top < (tag.parentElement?.getBoundingClientRect().bottom ?? 0))
        .map((tag) => `${tag.textContent}${tag.scrollWidth > tag.clientWidth ? "…" : ""}`),
    );

/** Makes tasks with much to say of them, and with nothing. */
async function seed(me: Person) {
  await zone(me, "UTC");
  const tags = ["move", "a-rather-long-tag-that-does-not-fit", "home", "money", "paper"];
  const all = { description: "From the gas meter to the keys", category: "The flat in Rua da Saudade", tags };
  const rule = { recurrence_rule: "FREQ=WEEKLY", due_on: dayIn(0) };
  const { id } = await me.call("POST", "/api/tasks", { title: long, ...all, ...rule, priority: "critical" });
  await me.call("POST", "/api/tasks", { title: "Gas meter", parent_id: id });
  await me.call("POST", "/api/tasks", { title: "Pay the rent", due_on: dayIn(-1), priority: "low" });
  await me.call("POST", "/api/tasks", { title: "x".repeat(200), due_on: dayIn(1), start_on: dayIn(1) });
  await me.call("POST", "/api/tasks", { title: "اتصل بأمي", tags: ["عائلة"], due_on: dayIn(3) });
  await me.call("POST", "/api/tasks", { title: "Tea" });
}

test("a row is one line of 40 px; a long title is cut to the eye alone, and dates stand below each other", async ({
  page,
  me,
}) => {
  await seed(me);
  await page.goto("/tasks");
  await expect(titles(page)).toHaveCount(5);
  for (const width of [1280, 640]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await heights(page)).toEqual([40, 40, 40, 40, 40]);
    const edges = await page.locator("time").evaluateAll((all) => all.map((t) => t.getBoundingClientRect().right));
    expect(Math.max(...edges) - Math.min(...edges)).toBeLessThan(1);
    const cut = page.getByRole("button", { name: long, exact: true });
    expect(await cut.evaluate((title) => title.scrollWidth > title.clientWidth)).toBe(true);
    expect((await cut.boundingBox())?.width).toBeGreaterThan(width === 640 ? 150 : 240);
    await expect(rows(page).locator("time").first()).toBeInViewport({ ratio: 1 });
    expect(await tags(page)).toEqual(width === 640 ? ["#عائلة"] : ["#عائلة", "#move"]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: long, exact: true }).click();
  const title = editor(page).getByLabel("Title");
  expect(await title.evaluate((field) => field.scrollHeight <= field.clientHeight)).toBe(true);
  await title.press("End");
  await title.press("Enter"); // no line of its own
  await expect(editor(page)).toBeHidden();
  await expect(page.getByRole("button", { name: long, exact: true })).toBeFocused();
});

test("rows are compact from the switch on, also those out of sight and after a reload", async ({ page, me }) => {
  await fill(me, Array.from({ length: 60 }, (_, i) => `Plain ${i}`));
  await page.goto("/tasks");
  await expect(rows(page).first()).toBeVisible();
  const height = () => page.getByRole("list", { name: "Tasks" }).locator("..").evaluate((list) => list.clientHeight);
  await expect.poll(height).toBe(60 * 40);
  await page.getByRole("button", { name: "Display" }).press("Enter");
  const compact = page.getByRole("switch", { name: "Compact rows" });
  await compact.press(" ");
  await expect(compact).toBeChecked();
  await expect.poll(height).toBe(60 * 32);
  await compact.press(" ");
  await expect.poll(height).toBe(60 * 40);
  await page.evaluate(() => scrollTo(0, 1500));
  await expect(rows(page).filter({ hasText: "Plain 59" })).toBeHidden(); // the first, which was measured
  await compact.evaluate((input: HTMLInputElement) => input.click()); // which scrolls nothing
  await expect.poll(height).toBe(60 * 32);
  expect(new Set(await heights(page))).toEqual(new Set([32]));
  await page.reload();
  await expect(rows(page).first()).toBeVisible();
  expect(await height()).toBe(60 * 32);
  expect(new Set(await heights(page))).toEqual(new Set([32]));
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a row has a second line for its details, and none without", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks");
    await expect(titles(page)).toHaveCount(5);
    expect(await heights(page)).toEqual([44, 68, 68, 68, 68]);
    await page.evaluate(() => (document.documentElement.dataset.rows = "compact")); // chosen with a mouse
    expect(await heights(page)).toEqual([44, 68, 68, 68, 68]);
    await expect(rows(page).filter({ hasText: long }).locator("time")).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
  });

  test("the list is as high as it will be before all of it was seen", async ({ page, me }) => {
    await fill(me, Array.from({ length: 60 }, (_, i) => `Plain ${i}`));
    await fill(me, Array.from({ length: 60 }, (_, i) => `Tagged ${i}`), { tags: ["home"], priority: "high" });
    await fill(me, Array.from({ length: 60 }, (_, i) => `Pressing ${i}`), { priority: "high" });
    await page.goto("/tasks?sort=title");
    await expect(rows(page).first()).toBeVisible();
    await expect(page.getByText("180 tasks, 0 completed")).toBeAttached();
    await expect(page.getByText("Loading more")).toBeHidden(); // which stands below the list
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    for (let i = 0; i < 30; i++) {
      await page.evaluate(() => scrollBy(0, 400));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await expect(rows(page).last()).toBeInViewport();
    expect(await height()).toBe(before);
  });
});
