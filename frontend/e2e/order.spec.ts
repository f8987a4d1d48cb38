import type { Page } from "@playwright/test";

import { help, press, title } from "./keyboard";
import { settled, titles } from "./tasks-page";
import { disconnected, expect, expectAccessible, rows, test, type Person } from "./test";

const says = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeAttached();
/** The titles of the inbox in its order, as the server has them. */
const stored = async (me: Person) =>
  (await me.call("GET", `/api/tasks?list_id=${me.id}`)).tasks.map((task: { title: string }) => task.title).join("");

/** Shows tasks in the order given in the inbox. */
async function inbox(me: Person, page: Page, names: string) {
  for (const name of names) await me.call("POST", "/api/tasks", { title: name });
  await page.goto(`/tasks?list=${me.id}`);
  await expect(titles(page)).toHaveText([...names]);
  await settled(page);
}

test.describe("the order by hand", () => {
  test("Alt with an arrow moves the task that has the focus, and undo takes each move back", async ({ page, me }) => {
    await inbox(me, page, "abcd");
    await press(page, "j", "j", "j", "Alt+ArrowUp");
    await expect(titles(page)).toHaveText(["a", "c", "b", "d"]);
    await says(page, "Moved up, 2 of 4");
    await expect(title(page, "c")).toBeFocused();
    await press(page, "Alt+ArrowUp", "Alt+ArrowUp");
    await says(page, "This is the first place");
    await expect(titles(page)).toHaveText(["c", "a", "b", "d"]);
    await press(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown");
    await says(page, "This is the last place");
    await expect(title(page, "c")).toBeFocused();
    await expect(titles(page)).toHaveText(["a", "b", "d", "c"]);
    await expect.poll(() => stored(me)).toBe("abdc");
    await press(page, "u");
    await expect(page.getByText("Undone: c has the place of before").first()).toBeVisible();
    await expect(titles(page)).toHaveText(["a", "b", "c", "d"]);
    await expect.poll(() => stored(me)).toBe("abcd");
  });

  test("a selection moves as it is, around tasks that are done, also without a connection", async ({
    page,
    me,
    expecting,
  }) => {
    expecting(...disconnected);
    await inbox(me, page, "abcde");
    await press(page, "j", "j", "x"); // b is done
    await expect(titles(page)).toHaveText(["a", "c", "d", "e"]);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ completed: 1 });
    await page.context().setOffline(true);
    await press(page, "j", "Shift+X", "j", "Shift+X");
    await expect(rows(page).filter({ hasText: "Selected" })).toHaveCount(2);
    await press(page, "Alt+ArrowUp");
    await says(page, "Moved up, 2 of 4");
    await expect(titles(page)).toHaveText(["a", "d", "e", "c"]);
    await page.context().setOffline(false);
    await expect.poll(() => stored(me)).toBe("abdec");
    await page.reload();
    await expect(titles(page)).toHaveText(["a", "d", "e", "c"]);
  });

  test("in another order the keys say which one to choose", async ({ page, me }) => {
    await inbox(me, page, "ab");
    await page.goto(`/tasks?list=${me.id}&sort=title`);
    await expect(rows(page)).toHaveCount(2);
    await press(page, "j", "Alt+ArrowDown");
    await expect(page.getByText("To move tasks, choose the order “By hand”").first()).toBeVisible();
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(2);
    await press(page, "j", "Alt+ArrowDown");
    await expect(page.getByText("To move tasks, open their list").first()).toBeVisible();
    await press(page, "?");
    await expect(help(page).getByText("Move down, in the order by hand")).toBeVisible();
  });
});

test.describe("the mouse", () => {
  /** Drags a row to the upper or lower part of another one, and drops it there. */
  async function drag(page: Page, name: string, to: string, part: "upper" | "lower", drop = true) {
    const [from, target] = await Promise.all([title(page, name).boundingBox(), title(page, to).boundingBox()]);
    if (!from || !target) throw new Error("the rows are not in sight");
    await page.mouse.move(from.x + 20, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y + from.height / 2 + 8);
    await page.mouse.move(from.x + 20, target.y + target.height * (part === "upper" ? 0.2 : 0.8), { steps: 4 });
    if (drop) await page.mouse.up();
  }

  test("drags a task, which opens no editor; Escape leaves it where it was", async ({ page, me }) => {
    await inbox(me, page, "abcd");
    await drag(page, "a", "c", "lower");
    await expect(titles(page)).toHaveText(["b", "c", "a", "d"]);
    await says(page, "Moved, 3 of 4");
    await drag(page, "d", "b", "upper");
    await expect(titles(page)).toHaveText(["d", "b", "c", "a"]);
    await expect.poll(() => stored(me)).toBe("dbca");
    await drag(page, "d", "a", "lower", false);
    await press(page, "Escape");
    await page.mouse.up();
    await expect(titles(page)).toHaveText(["d", "b", "c", "a"]);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await press(page, "u");
    await expect(titles(page)).toHaveText(["b", "c", "a", "d"]);
    await title(page, "b").click(); // a click still opens it
    await expect(page.getByRole("dialog", { name: "Edit task" })).toBeVisible();
  });

  test("drags what is selected, and nothing in another order", async ({ page, me }) => {
    await inbox(me, page, "abcd");
    for (const name of ["a", "c"]) await title(page, name).click({ modifiers: ["ControlOrMeta"] });
    await drag(page, "a", "d", "lower");
    await expect(titles(page)).toHaveText(["b", "d", "a", "c"]);
    await page.goto(`/tasks?list=${me.id}&sort=title`);
    await expect(titles(page)).toHaveText(["a", "b", "c", "d"]);
    await drag(page, "a", "d", "lower");
    await expect(titles(page)).toHaveText(["a", "b", "c", "d"]);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a task is moved by its menu, which holds at the ends", async ({ page, me }) => {
    await inbox(me, page, "abc");
    const menu = page.getByRole("menu");
    await page.getByRole("button", { name: "More: b" }).tap();
    await menu.getByRole("menuitem", { name: "Move up" }).tap();
    await expect(titles(page)).toHaveText(["b", "a", "c"]);
    await page.getByRole("button", { name: "More: b" }).tap();
    await expect(menu.getByRole("menuitem", { name: "Move up" })).toHaveAttribute("aria-disabled", "true");
    await expectAccessible(page);
    await menu.getByRole("menuitem", { name: "Move down" }).tap();
    await expect(titles(page)).toHaveText(["a", "b", "c"]);
    await expect.poll(() => stored(me)).toBe("abc");
  });
});
