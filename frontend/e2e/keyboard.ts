import type { Page } from "@playwright/test";

import { expect, rows, type Person } from "./test";

/** The title of a task in the list, a button. */
export const title = (page: Page, name: string) => rows(page).getByRole("button", { name, exact: true });

/** The dialog that lists the keys. */
export const help = (page: Page) => page.getByRole("dialog", { name: "Keys" });
export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Makes tasks whose list is in the order given. */
export async function tasks(me: Person, page: Page, ...names: string[]) {
  for (const name of names.toReversed()) await me.call("POST", "/api/tasks", { title: name });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveCount(names.length);
}

/** Presses keys one after another. */
export async function press(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses keys faster than the page is drawn. */
export async function burst(page: Page, ...keys: string[]) {
  await page.evaluate((keys) => {
    for (const key of keys)
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }, keys);
}

/** Goes on by Tab until a control has the focus. */
export async function tabTo(page: Page, control: ReturnType<Page["locator"]>, key = "Tab") {
  await expect(control).toBeVisible(); // else one goes on in the page behind a dialog that is still to open
  await expect(async () => {
    await press(page, key);
    await expect(control).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}
