import type { Page } from "@playwright/test";

import { expect, rows, type Person } from "./test";

/** Adds a task by the page. */
export async function add(page: Page, title: string) {
  await page.getByRole("combobox", { name: "New task" }).fill(title);
  await page.keyboard.press("Enter");
  await expect(rows(page).filter({ hasText: title })).toBeVisible();
}

/** How many changes the device keeps. */
export const kept = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("todo.changes.")).length);

/** Has the page try to send at once. */
export const wake = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** The titles of somebody's tasks, in the order of their creation. */
export async function titles(who: Person): Promise<string[]> {
  const { tasks } = await who.call("GET", "/api/tasks?sort_by=created_at&order=asc");
  return tasks.map((t: { title: string }) => t.title);
}
