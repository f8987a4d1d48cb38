import type { Page } from "@playwright/test";

import { expect, rows, type Person } from "./test";

/** The titles of the rows. */
export const titles = (page: Page) => rows(page).locator("[data-title]");
export const newTask = (page: Page) => page.getByRole("combobox", { name: "New task" });
export const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });
/** The views, in the rail or in a phone's sheet; the bar of a phone is "Main views". */
export const nav = (page: Page) => page.getByRole("navigation", { name: "Views", exact: true });
export const editor = (page: Page) => page.getByRole("dialog", { name: "Edit task" });
/** Expects the line of the counts to be a text, such as "1 task, 0 completed". */
export const counts = (page: Page, text: string) =>
  expect(page.getByRole("status").filter({ hasText: /^\d+ tasks?, \d+ completed$/ })).toHaveText(text);

/** Chooses a filter or a state in the display menu, and closes it. */
export async function display(page: Page, name: string | RegExp) {
  await page.getByRole("button", { name: /^Display/ }).click();
  const menu = page.getByRole("dialog", { name: "Display" });
  await menu.getByRole("button", { name, exact: typeof name === "string" }).click();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
}

/** Has the field for a new task in sight: on a phone it is in a sheet, which stays open. */
export async function openField(page: Page) {
  if ((page.viewportSize()?.width ?? 0) < 640 && !(await newTask(page).isVisible()))
    await page.getByRole("button", { name: "New task" }).click();
}

/** Adds a task by its line. */
export async function add(page: Page, line: string) {
  await openField(page);
  await newTask(page).fill(line);
  await newTask(page).press("Enter");
}

/** Opens the editor of a task. */
export const open = (page: Page, title: string) => titles(page).filter({ hasText: title }).click();
/** Closes the editor, which has saved by then. */
export async function close(page: Page) {
  await editor(page).getByRole("button", { name: "Close", exact: true }).click();
  await expect(editor(page)).toBeHidden();
}
/** Waits until nothing is on its way: neither an answer, nor what the page fetches once it is idle. */
export const settled = (page: Page) => page.waitForLoadState("networkidle");
/** Opens the editor of a task without a connection, once the page has fetched the editor. */
export async function openOffline(page: Page, title: string) {
  await open(page, title);
  await close(page);
  await page.context().setOffline(true);
  await open(page, title);
}
/** The checkbox of a task. */
export const done = (page: Page, title: string) => page.getByRole("checkbox", { name: `Done: ${title}`, exact: true });
/** Returns the tasks of a user, as the server has them. */
export const server = async (who: Person) => (await who.call("GET", "/api/tasks")).tasks;

/** Makes tasks of titles, many in a request; what they have in common is given. */
export async function fill(who: Person, titles: string[], task: object = {}) {
  for (let i = 0; i < titles.length; i += 100) {
    const operations = titles.slice(i, i + 100).map((title) => ({ op: "create", task: { title, ...task } }));
    await who.call("POST", "/api/batch", { operations });
  }
}

/** Returns the titles of the tasks that the device keeps of a user; undefined where it has no copy. */
export function copyOf(page: Page, who: Person): Promise<string[] | undefined> {
  return page.evaluate(async (name) => {
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return undefined;
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const db = opening.result;
    if (db.objectStoreNames.length === 0) return undefined;
    const titles = ["open", "done"].map(async (store) => {
      const reading = db.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => (reading.onsuccess = resolve));
      return reading.result.map((task: { title: string }) => task.title);
    });
    const all = (await Promise.all(titles)).flat();
    db.close();
    return all.sort();
  }, `todo.copy.${who.id}`);
}

/** Sets the time zone of a profile. */
export const zone = (who: Person, timezone: string) => who.call("PATCH", "/api/auth/profile", { timezone });

export const day = 86_400_000;
/** The day that is so many days after today, where clocks are so many hours ahead of UTC. */
export const dayIn = (days: number, ahead = 0) =>
  new Date(Date.now() + ahead * 3_600_000 + days * day).toISOString().slice(0, 10);
/** A moment of the day that is so many days after today, where clocks are so many hours ahead of UTC. */
export function moment(days: number, time: string, ahead = 0): string {
  const here = dayIn(days, ahead);
  return new Date(Date.parse(`${here}T${time.length > 5 ? time : `${time}:00`}Z`) - ahead * 3_600_000).toISOString();
}
