import { fill, settled } from "./tasks-page";
import { expect, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const many = 1050;
const name = (n: number) => `Task ${String(n).padStart(4, "0")}`;

/** Makes the tasks. */
const make = (me: Person, count: number) => fill(me, Array.from({ length: count }, (_, i) => name(i + 1)));

/** Scrolls down by steps until the end, and says what stood at each place and how the frames were. */
function scrollThrough(page: Page, step: number) {
  return page.evaluate(async (step) => {
    const patience = 15_000; // milliseconds without a way on, for a page that is on its way
    const places: Record<number, string> = {};
    let most = 0;
    const frames: number[] = [];
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: "longtask" });
    const frame = () => new Promise<number>(requestAnimationFrame);
    let before = await frame();
    let arrived = false;
    for (let moved = before; !arrived && before - moved < patience;) {
      const rows = document.querySelectorAll("[aria-posinset]");
      most = Math.max(most, rows.length);
      for (const row of rows) {
        const place = Number(row.getAttribute("aria-posinset"));
        places[place] = row.querySelector("[data-title]")?.textContent ?? "";
      }
      const y = scrollY;
      scrollBy(0, step);
      const now = await frame();
      frames.push(now - before);
      before = now;
      const last = document.querySelector("[aria-posinset]:last-of-type");
      const end = last !== null && last.getAttribute("aria-setsize") === last.getAttribute("aria-posinset");
      if (scrollY > y) moved = now;
      else arrived = end;
    }
    observer.disconnect();
    frames.sort((a, b) => a - b);
    const at = (share: number) => Math.round(frames[Math.floor((frames.length - 1) * share)] ?? 0);
    const drawn = `${frames.length} frames, median ${at(0.5)} ms, 95% ${at(0.95)} ms, worst ${at(1)} ms`;
    const times = `${drawn}; ${long.length} long tasks, ${Math.round(Math.max(0, ...long))} ms the longest`;
    return { places, most, times };
  }, step);
}

test("a list of a thousand tasks stays a list", async ({ page, me }) => {
  const cursors: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/changes")) cursors.push(searchParams.get("cursor") ?? "");
  });
  await make(me, many);

  await test.step("a window of it is in the document, and it is read page by page", async () => {
    await page.goto("/tasks?sort=title");
    await expect(page.getByText(`${many} tasks, 0 completed`)).toBeVisible();
    await expect(rows(page).first()).toHaveText(name(1));
    await expect(rows(page).first()).toHaveAttribute("aria-setsize", `${many}`);
    expect(await rows(page).count()).toBeLessThan(40);
    expect(cursors).toHaveLength(Math.ceil(many / 500));
    expect(new Set(cursors).size).toBe(cursors.length);
  });

  await test.step("scrolling leads without gaps or doubles to the last task, and asks for nothing", async () => {
    const { places, most, times } = await scrollThrough(page, 700);
    console.log(`scrolling through ${many} tasks: ${times}`);
    expect(Object.values(places)).toEqual(Array.from({ length: many }, (_, i) => name(i + 1)));
    expect(most).toBeLessThan(60);
    expect(cursors).toHaveLength(Math.ceil(many / 500));
    await expect(rows(page).last()).toHaveText(name(many));
    await expect(rows(page).last()).toBeInViewport();
  });

  await test.step("Home and End lead to its ends", async () => {
    await page.keyboard.press("Home");
    await expect(rows(page).first()).toHaveText(name(1));
    await expect(rows(page).first()).toBeInViewport();
    await page.keyboard.press("End");
    await expect(rows(page).last()).toHaveText(name(many));
    await expect(rows(page).last()).toBeInViewport();
    expect(await rows(page).count()).toBeLessThan(60);
  });

  await test.step("a task in the midst of it can be changed, and the place stays", async () => {
    const title = name(many / 2 + 5);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await expect(rows(page).filter({ hasText: title })).toBeInViewport({ ratio: 1 }); // the frame after has drawn it
    const y = await page.evaluate(() => scrollY);
    await page.getByRole("checkbox", { name: `Done: ${title}` }).click();
    await expect(page.getByText(`${many} tasks, 1 completed`)).toBeVisible();
    await expect(page.getByRole("checkbox", { name: `Done: ${title}` })).toHaveCount(0);
    expect(Math.abs((await page.evaluate(() => scrollY)) - y)).toBeLessThan(100);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("checkbox", { name: `Done: ${title}` })).toBeVisible();
    await expect.poll(() => me.call("GET", "/api/tasks?limit=1")).toMatchObject({ total: many, completed: 0 });
  });
});

test("what is typed is there at once, and found without asking the server", async ({ page, me }) => {
  await make(me, 12);
  await page.goto("/tasks?sort=title");
  await expect(rows(page)).toHaveCount(12);
  await settled(page);
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(new URL(request.url()).pathname));
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000); // the page's time passes by hand: a slow machine changes nothing
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.focus();
  const type = async (text: string) => {
    for (const letter of text) {
      const before = await search.inputValue();
      await page.keyboard.type(letter);
      expect(await search.inputValue()).toBe(before + letter);
      await page.clock.runFor(15);
    }
  };
  await type("Task 0010");
  await page.clock.runFor(1000);
  await expect(rows(page)).toHaveText([name(10)]);
  await page.clock.resume();
  await search.press("Escape");
  await expect(rows(page)).toHaveCount(12);
  expect(asked.filter((path) => path.startsWith("/api/"))).toEqual([]);
});

test("a new task that belongs after all others stands at the end, once", async ({ page, me }) => {
  const few = 250;
  await make(me, few);
  await page.goto("/tasks?sort=title");
  await expect(rows(page).first()).toHaveText(name(1));
  await page.getByRole("combobox", { name: "New task" }).fill("Zebra");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${few + 1} tasks, 0 completed`)).toBeVisible();
  await expect.poll(() => me.call("GET", "/api/tasks?limit=1")).toMatchObject({ total: few + 1 });
  await scrollThrough(page, 700);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(rows(page).first()).toHaveText(name(1));
  const { places } = await scrollThrough(page, 700);
  expect(Object.values(places)).toEqual([...Array.from({ length: few }, (_, i) => name(i + 1)), "Zebra"]);
});
