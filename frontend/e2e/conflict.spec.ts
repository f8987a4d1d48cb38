import type { Browser, Page } from "@playwright/test";

import { close, editor, open, openOffline, server, titles } from "./tasks-page";
import { expect, expectAccessible, failedRequest, rows, signIn, site, test, type Person } from "./test";

// Two people, or one with two devices, edit the same task at the same time.

/** Opens the tasks on another device. */
async function device(browser: Browser, me: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: site(), locale: "en-GB", serviceWorkers: "block" });
  await signIn(context, me);
  const page = await context.newPage();
  await page.goto("/tasks");
  return page;
}

/** Opens the editor of a task "Plan" on a page, and on another device, whose page it returns. */
async function openOnBoth(page: Page, browser: Browser, me: Person): Promise<Page> {
  await me.call("POST", "/api/tasks", { title: "Plan" });
  await page.goto("/tasks");
  const other = await device(browser, me);
  await open(page, "Plan");
  await open(other, "Plan");
  return other;
}

const both = (page: Page) => editor(page).getByText("This was changed elsewhere at the same time");
const part = (page: Page, name: string) => editor(page).getByRole("group", { name, exact: true });

test("what only one of two editors has changed is merged silently, and seen in the other", async ({
  page,
  browser,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  const other = await openOnBoth(page, browser, me);
  await editor(other).getByLabel("Priority").selectOption("High");
  await close(other);
  await expect.poll(() => server(me)).toMatchObject([{ priority: "high" }]);
  await editor(page).getByLabel("Title").fill("Plan the trip");
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the trip", priority: "high" }]);
  await expect(editor(page).getByLabel("Priority")).toHaveValue("high");
  await expect(both(page)).toBeHidden();
  await other.context().close();
});

test("of what both have changed both versions are shown, and one is chosen", async ({
  page,
  browser,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  const other = await openOnBoth(page, browser, me);
  await editor(other).getByLabel("Title").fill("Plan the journey");
  await editor(other).getByLabel("Description").fill("By ship");
  await close(other);
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the journey", description: "By ship" }]);
  await page.bringToFront();
  await editor(page).getByLabel("Title").fill("Plan the trip");
  await editor(page).getByLabel("Description").fill("By train");
  await editor(page).getByLabel("Priority").selectOption("High");
  await expect(both(page)).toBeVisible();
  await expect(part(page, "Title")).toContainText("Plan the tripKeep mine");
  await expect(part(page, "Title")).toContainText("Plan the journeyKeep the other");
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the journey", priority: "high" }]);
  await expectAccessible(page);

  await page.reload(); // nothing is lost meanwhile
  await expect(part(page, "Description")).toContainText("By train");
  await expect(part(page, "Description")).toContainText("By ship");
  await part(page, "Title").getByRole("button", { name: "Keep mine" }).click();
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the trip", description: "By ship" }]);
  await part(page, "Description").getByRole("button", { name: "Keep the other" }).click();
  await expect(both(page)).toBeHidden();
  await expect(editor(page).getByLabel("Description")).toHaveValue("By ship");
  await close(page);
  await expect(rows(page)).toHaveText(/Plan the trip.*By ship/);
  expect(await server(me)).toMatchObject([{ title: "Plan the trip", description: "By ship", priority: "high" }]);
  await other.context().close();
});

test("an edit without a connection meets another one: it waits, and is chosen from later", async ({
  page,
  context,
  browser,
  me,
  expecting,
}) => {
  expecting(failedRequest, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch RSC payload/);
  await me.call("POST", "/api/tasks", { title: "Plan" });
  await page.goto("/tasks");
  await openOffline(page, "Plan");
  await editor(page).getByLabel("Title").fill("Plan the trip");
  await close(page);
  await expect(titles(page)).toHaveText(["Plan the trip"]);
  const other = await device(browser, me);
  await open(other, "Plan");
  await editor(other).getByLabel("Title").fill("Plan the journey");
  await close(other);
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the journey" }]);
  await context.setOffline(false);
  const panel = page.getByRole("region", { name: "Not saved" });
  await expect(panel).toContainText("“Plan the trip” was changed elsewhere at the same time.");
  await expect(titles(page)).toHaveText(["Plan the journey"]);
  await expectAccessible(page);
  await page.reload();
  await panel.getByRole("button", { name: "Compare: Plan the trip" }).click();
  await expect(part(page, "Title")).toContainText("Plan the journey");
  const title = editor(page).getByRole("textbox", { name: "Title" });
  await title.press("End");
  await title.pressSequentially(" in May"); // it waits with the rest of the field
  await expect(part(page, "Title")).toContainText("Plan the trip in May");
  expect(await server(me)).toMatchObject([{ title: "Plan the journey" }]);
  await part(page, "Title").getByRole("button", { name: "Keep mine" }).click();
  await close(page);
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the trip in May" }]);
  await expect(panel).toBeHidden();
  await other.context().close();
});
