import { mkdirSync, readFileSync } from "node:fs";

import { copyOf } from "./tasks-page";
import { expect, signIn, site, test, type Person } from "./test";

import type { Page } from "@playwright/test";

// `make pictures` takes a picture of each view in both themes, for three widths, with 0, 12 and 300 tasks, and lays
// them beside each other in screenshots/sheet-*.png, for somebody to look at.

const folder = "screenshots";
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const what = [
  "Call the plumber about the tap in the kitchen",
  "Book the train to Lisbon",
  "Send the invoice to Lindqvist",
  "Read chapter four",
  "Buy oats, lemons and coffee",
  "Write down everything that has to be thought of before the move, from the gas meter to the neighbours’ keys",
  "Zahnarzt anrufen",
  "Review Maya’s pull request",
  "اتصل بأمي",
  "Renew the passport",
  "Water the plants",
  "Find a present for Tomás",
];
const tags = [[], ["home"], ["work", "calls"], [], ["errands"], ["move", "home"], [], ["work"]];
const priorities = [null, null, "high", null, "low", null, "critical", null, "medium"];

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Gives somebody two lists, and so many tasks, of which every sixth is done and every tenth in the trash. */
async function fill(me: Person, count: number) {
  const lists: string[] = [];
  for (const [name, color] of [
    ["Work", "#3d7be0"],
    ["The flat in Rua da Saudade", "#2f8f4e"],
  ])
    lists.push((await me.call("POST", "/api/lists", { name, color })).id);
  const operations = Array.from({ length: count }, (_, i) => {
    const dated = i % 3 !== 2;
    return {
      op: "create",
      task: {
        id: crypto.randomUUID(),
        title: count > what.length ? `${what[i % what.length]} ${Math.floor(i / what.length) || ""}`.trim() : what[i],
        tags: tags[i % tags.length],
        priority: priorities[i % priorities.length],
        ...(dated ? { due_on: dayIn(((i * 7) % 44) - 4) } : {}),
        ...(i % 4 ? {} : { list_id: lists[(i / 4) % 2] }),
        ...(dated && i % 5 === 0 ? { recurrence_rule: "FREQ=WEEKLY" } : {}),
        completed: i % 6 === 4,
      },
    };
  });
  for (let i = 0; i < count; i += 100)
    await me.call("POST", "/api/batch", { operations: operations.slice(i, i + 100) });
  for (const { task } of operations.filter((_, i) => i % 10 === 8)) await me.call("DELETE", `/api/tasks/${task.id}`);
  return lists[0];
}

/** Lays pictures beside each other, a row for each number of tasks. */
async function sheet(page: Page, name: string, files: string[]) {
  const encoded = files.map((file) => readFileSync(file).toString("base64"));
  const images = encoded.map((data) => `<img src="data:image/png;base64,${data}" height="420">`);
  await page.setViewportSize({ width: 3000, height: 800 });
  await page.setContent(`<body style="margin:8px;background:#888;line-height:0">${images.join(" ")}</body>`);
  await page.screenshot({ path: `${folder}/sheet-${name}.png`, fullPage: true });
}

for (const name of ["today", "upcoming", "inbox", "list", "tag", "done", "trash"]) {
  test(name, async ({ page, person, browser }) => {
    test.setTimeout(300_000);
    mkdirSync(folder, { recursive: true });
    const files: string[] = [];
    for (const count of [0, 12, 300]) {
      const me = await person();
      const list = await fill(me, count);
      const device = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Paris" });
      await signIn(device, me);
      const shown = await device.newPage();
      const paths: Record<string, string> = { inbox: `list=${me.id}`, list: `list=${list}`, tag: "tag=home" };
      await shown.goto(`${site()}/tasks?${paths[name] ?? `view=${name}`}`);
      await expect.poll(async () => (await copyOf(shown, me))?.length).toBeGreaterThanOrEqual(count / 2);
      await expect(shown.getByText(/^Loading/)).toHaveCount(0);
      for (const size of sizes) {
        await shown.setViewportSize(size);
        for (const colorScheme of ["light", "dark"] as const) {
          await shown.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          const path = `${folder}/${name}-${count}-${size.width}-${colorScheme}.png`;
          await shown.screenshot({ path });
          files.push(path);
        }
      }
      await device.close();
    }
    await sheet(page, name, files);
  });
}
