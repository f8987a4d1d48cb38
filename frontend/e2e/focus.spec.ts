import { button, help, press, tabTo, tasks, title } from "./keyboard";
import { editor, newTask, search } from "./tasks-page";
import { expect, rows, test } from "./test";

test.describe("where the focus goes", () => {
  test("when a task leaves the list: to the one in its place, the last one, or what the empty list offers", async ({
    page,
    me,
  }) => {
    await tasks(me, page, "one", "two", "three");
    await press(page, "j", "j");
    await expect(title(page, "two")).toBeFocused();
    await press(page, "Delete");
    await expect(title(page, "three")).toBeFocused();
    await press(page, "x");
    await expect(title(page, "one")).toBeFocused();
    await press(page, "x");
    await expect(button(page, "Add a task")).toBeFocused();
    await press(page, "Enter");
    await expect(newTask(page)).toBeFocused();
  });

  test("when the editor takes its task out of the list: likewise", async ({ page, me }) => {
    await tasks(me, page, "one", "two", "three");
    await press(page, "j", "e");
    await tabTo(page, editor(page).getByLabel("Done"));
    await press(page, "Space", "Escape");
    await expect(rows(page)).toHaveText(["two", "three"]);
    await expect(title(page, "two")).toBeFocused();
    await press(page, "e");
    await tabTo(page, editor(page).getByRole("button", { name: "Delete" }));
    await press(page, "Enter");
    await expect(rows(page)).toHaveText(["three"]);
    await expect(title(page, "three")).toBeFocused();
    await press(page, "e");
    await tabTo(page, editor(page).getByRole("button", { name: "Delete" }));
    await press(page, "Enter");
    await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
    await expect(button(page, "Add a task")).toBeFocused();
  });

  test("when a task stays, the focus stays, and does not jump later", async ({ page, me, context }) => {
    await tasks(me, page, "one", "two");
    await page.goto("/tasks?state=all");
    await expect(rows(page)).toHaveCount(2);
    await press(page, "j", "x");
    await expect(page.getByRole("checkbox", { name: "Done: one" })).toBeChecked();
    await expect(title(page, "one")).toBeFocused();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const other = await context.newPage();
    await other.goto("/tasks");
    await expect(newTask(other)).toBeVisible();
    await expect(async () => {
      await press(other, "n");
      await expect(newTask(other)).toBeFocused({ timeout: 50 });
    }).toPass();
    await other.keyboard.type("zero");
    await press(other, "Enter");
    await expect(rows(page)).toHaveText(["zero", "one", "two"]);
    await expect(page.locator("body")).toBeFocused();
  });

  test("when a dialog closes: back to where it was", async ({ page, me }) => {
    await tasks(me, page, "one", "two");
    await press(page, "j", "j");
    for (const [key, dialog] of [
      ["e", editor(page)],
      ["?", help(page)],
    ] as const) {
      await expect(title(page, "two")).toBeFocused();
      await press(page, key);
      await expect(dialog).toBeVisible();
      await expect(dialog.locator(":focus")).toHaveCount(1);
      await press(page, "Escape");
      await expect(dialog).toBeHidden();
    }
    await expect(title(page, "two")).toBeFocused();
  });

  test("the focus does not leave an open dialog", async ({ page, me }) => {
    await tasks(me, page, "one");
    await press(page, "j", "e");
    await expect(editor(page).getByLabel("Title")).toBeFocused();
    for (let i = 0; i < 30; i++) {
      await press(page, "Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
    }
  });
});

test("Tab goes through the page in the order of sight", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "one", tags: ["home"], category: "Work" });
  await page.goto("/tasks");
  await expect(page.getByRole("link", { name: "home", exact: true })).toBeVisible();
  await expect(button(page, `Account of ${me.name}`)).toBeVisible();
  const names = [];
  for (let i = 0; i < 30; i++) {
    await press(page, "Tab");
    const name = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      return at === document.body ? "" : (at.getAttribute("aria-label") ?? at.innerText.replace(/\s+/g, " ").trim());
    });
    if (name === "") break;
    names.push(name);
  }
  expect(names).toEqual([
    ...["Skip to content", "Todo", `Account of ${me.name}`],
    ...["Today", "Upcoming", "Inbox 1 open", "All tasks", "Done", "New list"],
    ...["home", "What to do with the tag home", "Trash"],
    ...["Search", "Display", "Keys", "New task", "Add", "Done: one", "one", "Delete: one", "More: one"],
  ]);
});

test("what has the focus shows it", async ({ page, me }) => {
  await tasks(me, page, "one");
  for (let i = 0; i < 20; i++) {
    await press(page, "Tab");
    const shown = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth, opacity } = getComputedStyle(at);
      return at === document.body || (outlineStyle === "solid" && outlineWidth === "2px" && opacity === "1");
    });
    expect(shown, await page.evaluate(() => document.activeElement?.outerHTML)).toBe(true);
  }
});

test("the skip link is the first thing, and leads to the content", async ({ page, me }) => {
  await tasks(me, page, "one");
  const link = page.getByRole("link", { name: "Skip to content" });
  await press(page, "Tab");
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport({ ratio: 1 });
  expect((await link.boundingBox())?.width).toBeGreaterThan(100); // it is seen while it has the focus
  await press(page, "Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await press(page, "Tab");
  await expect(search(page)).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the filters open from a button, which says how many are set and gets the focus back", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "one", tags: ["home"], priority: "high" });
    await me.call("POST", "/api/tasks", { title: "two" });
    await page.goto(`/tasks?list=${me.id}`);
    await expect(rows(page)).toHaveText([/^one/, "two"]);
    const open = page.getByRole("button", { name: /^Display/ });
    await tabTo(page, open);
    await press(page, "Enter");
    const dialog = page.getByRole("dialog", { name: "Display" });
    await tabTo(page, dialog.getByRole("button", { name: "High" }));
    await press(page, "Enter");
    await tabTo(page, dialog.getByRole("button", { name: "#home" }));
    await press(page, "Space", "Escape");
    await expect(dialog).toBeHidden();
    await expect(open).toBeFocused();
    await expect(open).toHaveAccessibleName("Display, 2 filters");
    await expect(rows(page)).toHaveText([/^one/]);
    await press(page, "Enter");
    await tabTo(page, dialog.getByRole("button", { name: "Clear filters" }));
    await press(page, "Enter", "Escape");
    await expect(rows(page)).toHaveCount(2);
    await expect(open).toBeFocused();
    await expect(open).toHaveAccessibleName("Display");
  });
});
