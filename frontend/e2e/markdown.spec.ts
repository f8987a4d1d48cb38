import type { Page } from "@playwright/test";

import { close, editor, open, openField, server, titles } from "./tasks-page";
import { expect, expectAccessible, test } from "./test";

const text = `**Before** the trip, see https://example.com/a_b:

- [x] tickets
- [ ] *passports*

> <img src=x onerror=alert(1)> [x](javascript:alert(1))

اتصل بأمي`;

const field = (page: Page) => editor(page).getByLabel("Description");
/** What is read of the description, on top of its field. */
const read = (page: Page) => field(page).locator("xpath=preceding-sibling::*");

test("a description is read as Markdown, and written as its text", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Travel", description: text });
  await page.goto("/tasks");
  await open(page, "Travel");
  await expect(read(page).locator("strong")).toHaveText("Before");
  await expect(read(page).getByRole("listitem")).toHaveText(["tickets", "passports"]);
  await expect(read(page).getByRole("img")).toHaveCount(2);
  await expect(read(page).getByRole("img").first()).toHaveAccessibleName("Done");
  await expect(read(page).getByRole("link")).toHaveText(["https://example.com/a_b"]);
  await expect(read(page).locator("blockquote")).toHaveText("<img src=x onerror=alert(1)> [x](javascript:alert(1))");
  await expect(read(page).locator("p").last()).toHaveCSS("direction", "rtl");
  await expectAccessible(page);

  await editor(page).getByLabel("Title").press("Tab");
  await expect(read(page).getByRole("link")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue(text);
  await expect(read(page)).toBeHidden();
  await expectAccessible(page);
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n\n1. pack");
  const done = editor(page).getByRole("checkbox", { name: "Done", exact: true });
  await done.click(); // where it was: nothing has moved from under it
  await expect(done).toBeChecked();
  await expect(read(page).locator("ol")).toHaveText("pack");

  await read(page).locator("strong").click({ force: true }); // it lets a click through
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("!");
  await close(page);
  // The caret was where the click was.
  await expect.poll(async () => (await server(me))[0].description).toMatch(/^..+!.*the trip/);
  const [saved] = await server(me);
  expect(saved).toMatchObject({ completed: true });
  expect(saved.description.replace("!", "")).toBe(`${text}\n\n1. pack`);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a tap writes, also without a connection", async ({ page, me, context, expecting }) => {
    expecting(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
    await me.call("POST", "/api/tasks", { title: "Travel", description: "- [ ] **passports**" });
    await page.goto("/tasks");
    await openField(page);
    await page.keyboard.press("Escape");
    await titles(page).tap();
    await expect(read(page).locator("strong")).toHaveText("passports");
    await expectAccessible(page);
    await context.setOffline(true);
    await field(page).tap();
    await expect(field(page)).toBeFocused();
    await field(page).fill("- [x] **passports**\n- visa");
    await editor(page).getByLabel("Title").tap();
    await expect(read(page).getByRole("listitem")).toHaveText(["passports", "visa"]);
    await close(page);
    await context.setOffline(false);
    await expect.poll(() => server(me)).toMatchObject([{ description: "- [x] **passports**\n- visa" }]);
  });
});
