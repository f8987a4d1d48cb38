import { help, press, title } from "./keyboard";
import { editor, open } from "./tasks-page";
import { expect, rows, test } from "./test";

// Escape closes the window that has the focus, not a message that has appeared above it meanwhile.

test("a window closes at the first Escape, and the message stays", async ({ page, me, expecting }) => {
  expecting(/page: Error: a fault/);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await me.call("POST", "/api/lists", { name: "Work" });
  await page.clock.install();
  await page.goto("/tasks");
  await expect(rows(page)).toHaveCount(1);
  const message = page.locator("li", { hasText: "Something went wrong" });
  const dialog = (name: string) => page.getByRole("dialog", { name, exact: true });
  for (const [key, window] of [
    ["t", dialog("Date")],
    ["l", dialog("List")],
    ["?", help(page)],
    ["Control+k", dialog("Go to or do")],
    ["e", editor(page)],
  ] as const) {
    await page.clock.fastForward(30_000); // the last message is not there any more
    await expect(message).toHaveCount(0);
    if (!(await title(page, "Milk").evaluate((element) => element === document.activeElement))) await press(page, "j");
    await press(page, key);
    await expect(window.locator(":focus")).toHaveCount(1);
    await page.evaluate(() => void Promise.reject(new Error("a fault")));
    await expect(message).toBeVisible();
    await press(page, "Escape");
    await expect(window, key).toBeHidden();
    await expect(title(page, "Milk")).toBeFocused();
    await expect(message).toBeVisible();
    await press(page, "Escape");
    await expect(message).toHaveCount(0);
  }
  for (const name of [/^Account of/, "What to do with the list Work", "More: Milk"]) {
    await page.clock.fastForward(30_000);
    await page.getByRole("button", { name }).press("Enter");
    await expect(page.locator("[role=menu]:focus, [role=menu] :focus")).toHaveCount(1);
    await page.evaluate(() => void Promise.reject(new Error("a fault")));
    await expect(message).toBeVisible();
    await press(page, "Escape");
    await expect(page.getByRole("menu"), String(name)).toBeHidden();
    await expect(message).toBeVisible();
  }
});

test("after a subtask is deleted one Escape closes the editor, and Undo is still offered", async ({ page, me }) => {
  const { id } = await me.call("POST", "/api/tasks", { title: "Trip" });
  await me.call("POST", "/api/tasks", { title: "Map", parent_id: id });
  await page.goto("/tasks");
  await open(page, "Trip");
  await editor(page).getByRole("button", { name: "Delete: Map" }).click();
  await expect(page.getByText("Deleted “Map”").first()).toBeVisible();
  await press(page, "Escape");
  await expect(editor(page)).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows(page)).toContainText("0/1");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("so do the sheets", async ({ page, me, expecting }) => {
    expecting(/page: Error: a fault/);
    await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.clock.install();
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(1);
    const message = page.locator("li", { hasText: "Something went wrong" });
    for (const [button, name] of [
      ["New task", /^New task in/],
      ["Display", "Display"],
      ["Views", "Views"],
    ] as const) {
      await page.clock.fastForward(30_000);
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(page.getByRole("dialog", { name }).locator(":focus")).toHaveCount(1);
      await page.evaluate(() => void Promise.reject(new Error("a fault")));
      await expect(message).toBeVisible();
      await press(page, "Escape");
      await expect(page.getByRole("dialog", { name })).toBeHidden();
      await expect(message).toBeVisible();
    }
  });
});
