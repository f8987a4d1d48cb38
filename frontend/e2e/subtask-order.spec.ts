import type { Page } from "@playwright/test";

import { press } from "./keyboard";
import { editor, open, settled } from "./tasks-page";
import { disconnected, expect, expectAccessible, test, type Person } from "./test";

// The order of subtasks within their task, in its editor.

const list = (page: Page) => editor(page).getByRole("list", { name: "Subtasks" });
const input = (page: Page, name: string) => editor(page).getByRole("textbox", { name: `Subtask: ${name}` });
const handle = (page: Page, name: string) => editor(page).getByRole("button", { name: `Move: ${name}` });
const says = (page: Page, text: string) => expect(editor(page).getByText(text, { exact: true })).toHaveCount(1);
/** Expects the subtasks to be in an order, in the editor. */
const order = (page: Page, names: string) =>
  expect
    .poll(async () => {
      const inputs = await list(page).getByRole("textbox").all();
      return (await Promise.all(inputs.map((input) => input.inputValue()))).join("");
    })
    .toBe(names);

/** Makes a task with subtasks, opens its editor, and returns what the server has of their order. */
async function trip(me: Person, page: Page, names: string) {
  const { id } = await me.call("POST", "/api/tasks", { title: "Trip" });
  for (const title of names) await me.call("POST", "/api/tasks", { title, parent_id: id });
  await page.goto("/tasks");
  await open(page, "Trip");
  await order(page, names);
  await settled(page);
  return async () =>
    (await me.call("GET", `/api/tasks?list_id=${me.id}&parent_id=${id}`)).tasks
      .map(({ title }: { title: string }) => title)
      .join("");
}

test("Alt with an arrow moves a subtask, in one change that is said and undone by name, also offline", async ({
  page,
  me,
  expecting,
}) => {
  expecting(...disconnected);
  const stored = await trip(me, page, "abcd");
  const sent: unknown[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") sent.push(request.url());
  });
  await input(page, "c").focus();
  await press(page, "Alt+ArrowUp");
  await order(page, "acbd");
  await says(page, "Moved up, 2 of 4");
  await expect(input(page, "c")).toBeFocused();
  await expect.poll(stored).toBe("acbd");
  expect(sent).toHaveLength(1);
  await press(page, "Alt+ArrowUp", "Alt+ArrowUp");
  await says(page, "This is the first place");
  await page.context().setOffline(true);
  await press(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown");
  await says(page, "This is the last place");
  await order(page, "abdc");
  await expect(input(page, "c")).toBeFocused();
  await page.context().setOffline(false);
  await expect.poll(stored).toBe("abdc");
  await expectAccessible(page);
  await press(page, "Escape");
  await expect(editor(page)).toBeHidden();
  await press(page, "u");
  await expect(page.getByText("Undone: c has the place of before").first()).toBeVisible();
  await expect.poll(stored).toBe("abcd");
});

test("the mouse drags one by its handle; Escape leaves it where it was, and the editor open", async ({ page, me }) => {
  const stored = await trip(me, page, "abcd");
  async function drag(name: string, to: string, part: number, drop = true) {
    const [from, target] = await Promise.all([handle(page, name).boundingBox(), handle(page, to).boundingBox()]);
    if (!from || !target) throw new Error("the rows are not in sight");
    const x = from.x + from.width / 2;
    await page.mouse.move(x, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, from.y + from.height / 2 + 8);
    await page.mouse.move(x, target.y + target.height * part, { steps: 4 });
    if (drop) await page.mouse.up();
  }
  await drag("a", "c", 0.8);
  await order(page, "bcad");
  await says(page, "Moved, 3 of 4");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect.poll(stored).toBe("bcad");
  await drag("d", "b", 0.2, false);
  await press(page, "Escape");
  await page.mouse.up();
  await order(page, "bcad");
  await expect(editor(page)).toBeVisible();
  await handle(page, "d").click(); // a press opens the menu
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await order(page, "bcda");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a finger drags one by its handle, and a tap on that opens a menu that holds at the ends", async ({
    page,
    me,
  }) => {
    const stored = await trip(me, page, "abc");
    const [from, to] = await Promise.all([handle(page, "a").boundingBox(), handle(page, "c").boundingBox()]);
    if (!from || !to) throw new Error("the rows are not in sight");
    const client = await page.context().newCDPSession(page);
    const send = (type: "touchStart" | "touchMove" | "touchEnd", ...ys: number[]) =>
      client.send("Input.dispatchTouchEvent", { type, touchPoints: ys.map((y) => ({ x: from.x + 20, y })) });
    await send("touchStart", from.y + 20);
    for (const y of [from.y + 30, to.y, to.y + 40]) await send("touchMove", y);
    await send("touchEnd");
    await order(page, "bca");
    await handle(page, "b").tap();
    await expect(page.getByRole("menuitem", { name: "Move up" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("menuitem", { name: "Move down" }).tap();
    await order(page, "cba");
    await expectAccessible(page);
    await expect.poll(stored).toBe("cba");
  });
});
