import { installed } from "./relay";
import { nav, search, titles } from "./tasks-page";
import { disconnected, expect, expectAccessible, failedRequest, signIn, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const calls = { name: "Calls this week", search: "#calls due:week" };
const home = { name: "At home", search: "home" };

const filters = (page: Page) => nav(page).getByRole("region", { name: "Filters" }).getByRole("link");
const save = (page: Page) => page.getByRole("button", { name: "Save this search" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Save this search" });
const saved = (page: Page, name: string) => page.getByRole("button", { name: `Saved as ${name}` });
const ofServer = async (me: Person) => (await me.call("GET", "/api/filters")).filters;
/** Has the page read what is new. */
const look = (page: Page) => page.evaluate(() => dispatchEvent(new Event("visibilitychange")));

/** Chooses something from the menu of a filter. */
async function menu(page: Page, name: string, item: string) {
  await nav(page).getByRole("button", { name: `What to do with the filter ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function rename(page: Page, name: string, next: string) {
  await menu(page, name, "Rename");
  const field = page.getByRole("dialog", { name: "Rename filter" });
  await field.getByLabel("Name").fill(next);
  await field.getByRole("button", { name: "Save" }).click();
}

for (const size of ["desktop", "phone"] as const) {
  test.describe(`on a ${size}`, () => {
    if (size === "phone") test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

    const views = async (page: Page) => {
      if (size === "phone") await page.getByRole("button", { name: "Views" }).click();
    };

    test("a search is saved, shown, renamed, deleted and brought back", async ({ page, me }) => {
      await me.call("POST", "/api/tasks", { title: "Ring home", tags: ["calls"] });
      await me.call("PUT", "/api/filters", { filters: [{ name: "Garden", search: "garden" }] });
      await page.goto("/tasks?view=upcoming");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Upcoming");
      if (size === "phone") await page.getByRole("button", { name: "Search" }).click();
      await search(page).fill("#calls");
      await save(page).click();
      await expect(dialog(page).getByLabel("Name")).toHaveValue("Calls");
      await expectAccessible(page);
      await dialog(page).getByLabel("Name").fill("GARDEN");
      await dialog(page).getByRole("button", { name: "Save" }).click();
      await expect(dialog(page).getByText("Another filter has this name")).toBeVisible();
      await dialog(page).getByLabel("Name").fill(" To ring ");
      await dialog(page).getByRole("button", { name: "Save" }).click();
      await expect(dialog(page)).toBeHidden();
      await expect(saved(page, "To ring")).toBeFocused();
      await expect(save(page)).toBeHidden();
      await expectAccessible(page);

      await page.goto("/tasks?view=today");
      await views(page);
      await expect(filters(page)).toHaveText(["Garden", "To ring"]);
      await filters(page).last().click();
      await expect(titles(page)).toHaveText(["Ring home"]);
      await expect(saved(page, "To ring")).toBeVisible();
      await views(page);
      await expect(nav(page).locator("[aria-current=page]")).toHaveText(["To ring"]);
      await expectAccessible(page);

      await rename(page, "To ring", "Phone");
      await expect(filters(page)).toHaveText(["Garden", "Phone"]);
      if (size === "desktop") await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
      await menu(page, "Garden", "Delete");
      await expect.poll(() => ofServer(me)).toEqual([{ name: "Phone", search: "#calls" }]);
      await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
      await page.getByRole("button", { name: "Undo" }).click();
      await views(page);
      await expect(filters(page)).toHaveText(["Garden", "Phone"]);
    });
  });
}

test("another device sees it, a command finds it, and there is no group without one", async ({ page, me, browser }) => {
  const device = await browser.newContext();
  await signIn(device, me);
  const other = await device.newPage();
  await other.goto("/tasks");
  await expect(nav(other)).toBeVisible();
  await page.goto(`/tasks?search=${encodeURIComponent(calls.search)}`);
  await save(page).click();
  await expect(dialog(page).getByLabel("Name")).toHaveValue(calls.name);
  await dialog(page).getByLabel("Name").press("Enter");
  await expect(filters(page)).toHaveText([calls.name]);
  await expect(filters(other)).toHaveCount(0);
  await look(other);
  await expect(filters(other)).toHaveText([calls.name]);
  await other.locator("body").press("Control+k");
  await other.keyboard.type("this week");
  await expect(other.getByRole("option")).toHaveText([/Calls this week\s*Filter/, /Search all tasks/]);
  await other.keyboard.press("Enter");
  await expect(search(other)).toHaveValue(calls.search);
  await menu(other, calls.name, "Delete");
  await expect(nav(other).getByText("Filters")).toBeHidden();
  await expect(save(other)).toBeVisible();
  await look(page);
  await expect(nav(page).getByText("Filters")).toBeHidden();
  await device.close();
});

test("what two devices do at once is not lost", async ({ page, me, expecting }) => {
  expecting(failedRequest); // 412
  await me.call("PUT", "/api/filters", { filters: [calls] });
  await page.goto("/tasks?search=home");
  await expect(filters(page)).toHaveText([calls.name]);
  await me.call("PUT", "/api/filters", { filters: [calls, { name: "Garden", search: "garden" }] }); // elsewhere
  await save(page).click();
  await dialog(page).getByLabel("Name").fill(home.name);
  await dialog(page).getByLabel("Name").press("Enter");
  await expect(filters(page)).toHaveText([calls.name, "Garden", home.name]);
  await me.call("PUT", "/api/filters", { filters: [home] });
  await rename(page, calls.name, "Calls");
  await expect(filters(page)).toHaveText([home.name, "Calls"]);
  await me.call("PUT", "/api/filters", { filters: [home, calls] });
  await menu(page, home.name, "Delete");
  await expect(filters(page)).toHaveText([calls.name]);
  expect(await ofServer(me)).toEqual([calls]);
});

test.describe("without a connection", () => {
  test.use({ serviceWorkers: "allow" });

  test("they are here, a change says why it is not made, and signing out takes them", async ({
    page,
    context,
    me,
    expecting,
  }) => {
    expecting(...disconnected);
    await me.call("POST", "/api/tasks", { title: "Paint the home" });
    await me.call("PUT", "/api/filters", { filters: [home] });
    await page.goto("/tasks");
    await expect(filters(page)).toHaveText([home.name]);
    await expect(titles(page)).toHaveText(["Paint the home"]);
    await installed(page);
    await context.setOffline(true);
    await page.reload();
    await filters(page).click();
    await expect(titles(page)).toHaveText(["Paint the home"]);
    await expect(saved(page, home.name)).toBeVisible();
    await menu(page, home.name, "Delete");
    const sentence = "You are offline. Please try again when the connection is back.";
    await expect(page.getByText(sentence, { exact: true })).toBeVisible();
    await expect(filters(page)).toHaveText([home.name]);
    await search(page).fill("paint");
    await save(page).click();
    await dialog(page).getByLabel("Name").press("Enter");
    await expect(dialog(page).getByText("You are offline.")).toBeVisible();
    await context.setOffline(false);
    await dialog(page).getByLabel("Name").press("Enter");
    await expect(filters(page)).toHaveText([home.name, "Paint"]);
    const kept = () => page.evaluate(() => localStorage.getItem("todo.filters"));
    expect(await kept()).toContain("Paint");
    await page.getByRole("button", { name: `Account of ${me.name}` }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/");
    expect(await kept()).toBeNull();
  });
});
