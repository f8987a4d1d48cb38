import type { Locator, Page } from "@playwright/test";

import { titles } from "./tasks-page";
import { expect, expectAccessible, rows, test, type Person } from "./test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

async function seed(page: Page, me: Person, ...names: string[]) {
  for (const title of names) await me.call("POST", "/api/tasks", { title });
  await page.goto("/tasks?sort=title");
  await expect(rows(page).first()).toBeVisible();
}

/** Moves a finger over an element by steps of pixels, and lifts it at the end unless it stays. */
async function touch(page: Page, over: Locator, steps: [dx: number, dy: number][], { stays = false } = {}) {
  const box = await over.boundingBox();
  if (!box) throw new Error("it is not to be seen");
  const client = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [{ x, y }]);
  for (const [dx, dy] of steps) await send("touchMove", [{ x: x + dx, y: y + dy }]);
  if (!stays) await send("touchEnd", []);
  return () => send("touchEnd", []);
}

const right: [number, number][] = [15, 40, 70, 110].map((dx) => [dx, 0]);
const left: [number, number][] = [15, 40, 70, 110].map((dx) => [-dx, 0]);
const row = (page: Page, title: string) => rows(page).filter({ hasText: title });
const swiped = (page: Page) => page.locator("[data-swipe]");

/** Swipes until it is heard: what hears it is loaded once the page is idle. */
async function ready(page: Page, title: string) {
  await expect(async () => {
    const lift = await touch(page, row(page, title), right.slice(0, 2), { stays: true });
    const isHeard = await swiped(page).count();
    await lift();
    expect(isHeard).toBe(1);
  }).toPass();
  await expect(swiped(page)).toHaveCount(0);
}

for (const motion of ["no-preference", "reduce"] as const) {
  test(`to the right it completes, and opens again; motion: ${motion}`, async ({ page, me }) => {
    await page.emulateMedia({ reducedMotion: motion });
    await seed(page, me, "a", "b", "c");
    await ready(page, "b"); // not far enough: nothing is done
    await expect(titles(page)).toHaveText(["a", "b", "c"]);
    const lift = await touch(page, row(page, "b"), right, { stays: true });
    await expect(swiped(page)).toHaveAttribute("data-swipe", "right");
    await expect(swiped(page)).toHaveAttribute("data-right", "Done");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page);
    await lift();
    await expect(titles(page)).toHaveText(["a", "c"]);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 1 });
    await page.goto("/tasks?state=done");
    await expect(titles(page)).toHaveText(["b"]);
    await ready(page, "b");
    await touch(page, row(page, "b"), right);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 0 });
  });
}

test("to the left it opens the date, and a tap still opens the editor", async ({ page, me }) => {
  await seed(page, me, "a", "b");
  await ready(page, "b");
  await touch(page, row(page, "b"), left);
  await expect(page.getByRole("dialog", { name: "Date" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("dialog", { name: "Date" }).getByRole("button", { name: /^Tomorrow/ }).tap();
  await expect(row(page, "b").locator("time")).toHaveText("tomorrow");
  await expect(swiped(page)).toHaveCount(0);
  await titles(page).first().tap();
  await expect(page.getByRole("dialog", { name: "Edit task" })).toBeVisible();
});

test("back again, or up and down, it does nothing but scroll", async ({ page, me }) => {
  await seed(page, me, ..."abcdefghijklmnopqrstuvwxyz");
  await ready(page, "b");
  await touch(page, row(page, "b"), [...right, [40, 0], [5, 0]]);
  await expect(swiped(page)).toHaveCount(0);
  await touch(page, row(page, "h"), [20, 60, 120, 200].map((dy) => [4, -dy]));
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
  await expect(swiped(page)).toHaveCount(0);
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 0 });
});

test("a long press opens the menu, also where no event says so", async ({ page, me }) => {
  await page.addInitScript(() =>
    addEventListener("contextmenu", (event) => event.stopImmediatePropagation(), { capture: true }),
  );
  await seed(page, me, "a", "b");
  await ready(page, "b");
  const lift = await touch(page, row(page, "b"), [], { stays: true });
  await expect(page.getByRole("menu", { name: "b" })).toBeVisible();
  await lift();
  await page.getByRole("menuitem", { name: "Done" }).tap();
  await expect(titles(page)).toHaveText(["a"]);
});

test("a tag takes a tap, and leaves a swipe and a long press to its row", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "c", tags: ["home"] });
  await seed(page, me, "a", "b");
  await ready(page, "b");
  const tag = page.getByRole("link", { name: "#home" });
  const box = await tag.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(24); // WCAG 2.2, 2.5.8
  const lift = await touch(page, tag, [], { stays: true });
  await expect(page.getByRole("menu", { name: "c" })).toBeVisible();
  await lift();
  await page.keyboard.press("Escape");
  await touch(page, tag, left);
  await expect(page.getByRole("dialog", { name: "Date" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\?sort=title$/);
  await tag.tap();
  await expect(page).toHaveURL(/\?tag=home$/);
  await expect(page.getByRole("heading", { level: 1, name: "#home" })).toBeFocused();
});
