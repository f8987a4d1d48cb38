import { button, help, press, tabTo, tasks, title } from "./keyboard";
import { editor, newTask, search } from "./tasks-page";
import { expect, rows, test } from "./test";

test("the places of the keys count on a Cyrillic layout, and Caps Lock does not matter", async ({ page, me }) => {
  await tasks(me, page, "one", "two");
  const devtools = await page.context().newCDPSession(page);
  /** Presses what the system's layout makes of a place. */
  const type = async (key: string, code: string, modifiers = 0) => {
    await devtools.send("Input.dispatchKeyEvent", {
      type: "keyDown",
      key,
      code,
      modifiers,
      text: modifiers ? "" : key,
    });
    await devtools.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, modifiers });
  };
  await type("о", "KeyJ");
  await expect(title(page, "one")).toBeFocused();
  await type("ч", "KeyX");
  await expect(rows(page)).toHaveText(["two"]);
  await type("г", "KeyU");
  await expect(rows(page)).toHaveText(["one", "two"]);
  await type("K", "KeyK");
  await expect(title(page, "one")).toBeFocused();
  await type("X", "KeyX");
  await expect(rows(page)).toHaveText(["two"]);
  await type("я", "KeyZ", 2);
  await expect(rows(page)).toHaveText(["one", "two"]);
  await type("т", "KeyN");
  await expect(newTask(page)).toBeFocused();
  await expect(newTask(page)).toHaveValue("");
});

test.describe("keys are letters", () => {
  const all = "nxXtl/?e#0123ujkg";

  test("in fields", async ({ page, me }) => {
    await tasks(me, page, "one", "two");
    for (const [key, field] of [
      ["n", newTask(page)],
      ["/", search(page)],
    ] as const) {
      await press(page, key);
      await page.keyboard.type(all);
      await expect(field).toHaveValue(all);
      await press(page, "Control+a", "Delete", "Escape", "Tab");
      await press(page, "Shift+Tab", "Escape");
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
    await expect(rows(page)).toHaveText(["one", "two"]);
    await expect(page.getByRole("dialog")).toBeHidden();
    expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 2, completed: 0 });
  });

  test("in dialogs and menus", async ({ page, me }) => {
    await tasks(me, page, "one", "two");
    await press(page, "j", "?");
    await expect(help(page)).toBeVisible();
    await page.keyboard.type(all);
    await press(page, "Delete", "Escape");
    await expect(help(page)).toBeHidden();
    await expect(title(page, "one")).toBeFocused();
    await press(page, "e");
    await expect(editor(page)).toBeVisible();
    await tabTo(page, editor(page).getByRole("button", { name: "Close" }));
    await page.keyboard.type(all);
    await press(page, "Delete", "Escape");
    await expect(editor(page)).toBeHidden();
    await tabTo(page, button(page, `Account of ${me.name}`), "Shift+Tab");
    await press(page, "Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await press(page, "ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Account" })).toBeFocused();
    await page.keyboard.type("jxe#");
    await press(page, "Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    await expect(button(page, `Account of ${me.name}`)).toBeFocused();
    await expect(rows(page)).toHaveText(["one", "two"]);
    expect(await me.call("GET", "/api/tasks")).toMatchObject({
      total: 2,
      completed: 0,
      tasks: [{ priority: null }, { priority: null }],
    });
  });

  test("with Ctrl or Alt, which are the browser's", async ({ page, me }) => {
    await tasks(me, page, "one");
    await press(page, "j", "Control+x", "Alt+x", "Control+e", "Alt+3");
    await expect(editor(page)).toBeHidden();
    expect(await me.call("GET", "/api/tasks")).toMatchObject({ completed: 0, tasks: [{ priority: null }] });
  });
});

test("? lists every key, and can switch them off, which is kept", async ({ page, me }) => {
  await tasks(me, page, "one", "two");
  await press(page, "?");
  await expect(help(page).getByRole("term")).toHaveText([
    "n",
    "/",
    /j.*↓/,
    /k.*↑/,
    "x",
    /e.*Enter/,
    "t",
    "l",
    "#",
    "Delete",
    /1.*2.*3.*4/,
    "0",
    "X",
    /Shift.*↓/,
    /Shift.*↑/,
    /Alt.*↑/,
    /Alt.*↓/,
    /u.*Ctrl z/,
    "T",
    /g.*t/,
    /g.*u/,
    /g.*i/,
    /g.*d/,
    /g.*a/,
    "Ctrl k",
    "Escape",
    "?",
  ]);
  await tabTo(page, help(page).getByRole("checkbox", { name: "Single keys are on" }));
  await press(page, "Space", "Escape");
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await press(page, "n", "j", "k", "x", "e", "Delete", "#", "1", "g", "t", "?", "/", "u");
  await expect(page.locator("body")).toBeFocused();
  await expect(page.getByRole("dialog")).toBeHidden();
  await tabTo(page, title(page, "one"));
  await press(page, "x", "Delete");
  await expect(rows(page)).toHaveText(["one", "two"]);
  await tabTo(page, button(page, "Keys"), "Shift+Tab");
  await press(page, "Enter");
  await expect(help(page)).toBeVisible();
  await tabTo(page, help(page).getByRole("checkbox"));
  await press(page, "Space", "Escape");
  await expect(button(page, "Keys")).toBeFocused();
  await press(page, "n");
  await expect(newTask(page)).toBeFocused();
});
