import { expect, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const title = (page: Page, name: string) => rows(page).getByRole("button", { name, exact: true });
const newTask = (page: Page) => page.getByRole("textbox", { name: "New task" });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });
const editor = (page: Page) => page.getByRole("dialog", { name: "Edit task" });
const help = (page: Page) => page.getByRole("dialog", { name: "Keys" });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Makes tasks whose list is in the order given. */
async function tasks(me: Person, page: Page, ...names: string[]) {
  for (const name of names.toReversed()) await me.call("POST", "/api/tasks", { title: name });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveCount(names.length);
}

async function press(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses keys faster than the page is drawn. */
async function burst(page: Page, ...keys: string[]) {
  await page.evaluate((keys) => {
    for (const key of keys)
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }, keys);
}

/** Goes on by Tab until a control has the focus. */
async function tabTo(page: Page, control: ReturnType<Page["locator"]>, key = "Tab") {
  await expect(control).toBeVisible(); // else one goes on in the page behind a dialog that is still to open
  await expect(async () => {
    await press(page, key);
    await expect(control).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}

test("a task is made, found, changed, completed, deleted and brought back", async ({ page, me }) => {
  await tasks(me, page, "Bread");
  await press(page, "n");
  await expect(newTask(page)).toBeFocused();
  await page.keyboard.type("Milk tomorrow #food");
  await press(page, "Enter");
  await expect(rows(page)).toHaveText([/Milk.*tomorrow.*#food/, /Bread/]);

  await press(page, "Escape", "/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("mil");
  await expect(rows(page)).toHaveText([/Milk/]);
  await tabTo(page, title(page, "Milk"));
  await press(page, "e");
  await expect(editor(page).getByLabel("Title")).toBeFocused();
  await press(page, "End");
  await page.keyboard.type(" and honey");
  await press(page, "Enter");
  await expect(rows(page)).toHaveText([/Milk and honey/]);
  await expect(title(page, "Milk and honey")).toBeFocused();

  await press(page, "/", "Escape");
  await expect(rows(page)).toHaveCount(2);
  await press(page, "j", "x");
  await expect(rows(page)).toHaveText([/Bread/]);
  await expect(title(page, "Bread")).toBeFocused();
  await press(page, "Delete");
  await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
  await press(page, "u");
  await expect(rows(page)).toHaveText([/Bread/]);
  await press(page, "Control+z");
  await expect(rows(page)).toHaveText([/Milk and honey/, /Bread/]);
  await expect
    .poll(async () => (await me.call("GET", "/api/tasks")).tasks)
    .toMatchObject([
      { title: "Milk and honey", tags: ["food"], completed: false },
      { title: "Bread", completed: false },
    ]);
});

test.describe("through the list", () => {
  for (const [forth, back] of [
    ["j", "k"],
    ["ArrowDown", "ArrowUp"],
  ] as const) {
    test(`${forth} and ${back} move from task to task, and stay at the ends`, async ({ page, me }) => {
      await tasks(me, page, "one", "two", "three");
      await press(page, forth);
      await expect(title(page, "one")).toBeFocused();
      await burst(page, forth, forth);
      await expect(title(page, "three")).toBeFocused();
      await press(page, forth);
      await expect(title(page, "three")).toBeFocused();
      await press(page, back);
      await expect(title(page, "two")).toBeFocused();
      await press(page, back, back, back);
      await expect(title(page, "one")).toBeFocused();
    });
  }

  test("from nowhere, k begins at the end", async ({ page, me }) => {
    await tasks(me, page, "one", "two", "three");
    await press(page, "k");
    await expect(title(page, "three")).toBeFocused();
  });

  test("the task that has the focus is in sight, neither below the edge nor behind the header", async ({
    page,
    me,
  }) => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => me.call("POST", "/api/tasks", { title: `Task ${i}` })));
    await page.goto("/tasks");
    await expect(rows(page).first()).toBeVisible();
    const inSight = async () => {
      const box = await page.locator(":focus").boundingBox();
      const header = await page.getByRole("banner").boundingBox();
      return box !== null && header !== null && box.y >= header.y + header.height && box.y + box.height <= 800;
    };
    for (const [key, place] of [
      ["j", 30],
      ["k", 2],
    ] as const) {
      await expect(async () => {
        await press(page, key);
        expect(await page.locator("li:focus-within").getAttribute("aria-posinset")).toBe(String(place));
      }).toPass({ intervals: [0] });
      await expect.poll(inSight).toBe(true);
    }
  });

  test("Enter opens a task, Space completes one at its box", async ({ page, me }) => {
    await tasks(me, page, "one", "two");
    await press(page, "j", "Enter");
    await expect(editor(page)).toBeVisible();
    await press(page, "Escape");
    await expect(title(page, "one")).toBeFocused();
    await press(page, "Shift+Tab");
    await expect(page.getByRole("checkbox", { name: "Done: one" })).toBeFocused();
    await press(page, "Space");
    await expect(rows(page)).toHaveText([/two/]);
    await expect(title(page, "two")).toBeFocused();
  });
});

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

test("1 to 4 set a priority, 0 takes it away", async ({ page, me }) => {
  await tasks(me, page, "one", "two");
  await press(page, "j");
  await expect(title(page, "one")).toBeFocused();
  for (const [key, priority] of [
    ["1", "low"],
    ["2", "medium"],
    ["3", "high"],
    ["4", "critical"],
  ] as const) {
    await press(page, key);
    await expect(rows(page)).toHaveText([`one${priority}`, "two"]);
  }
  await expect.poll(() => me.call("GET", "/api/tasks?search=one")).toMatchObject({ tasks: [{ priority: "critical" }] });
  await press(page, "0");
  await expect(rows(page)).toHaveText(["one", "two"]);
  await expect(title(page, "one")).toBeFocused();
  await expect.poll(() => me.call("GET", "/api/tasks?search=one")).toMatchObject({ tasks: [{ priority: null }] });
});

test("g shows open, done and all tasks in turn, whatever is due", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "did", completed: true });
  await me.call("POST", "/api/tasks", { title: "late", due_date: "2020-01-01T12:00:00Z" });
  await page.goto("/tasks?due=overdue");
  await expect(rows(page)).toHaveText([/late/]);
  await press(page, "g");
  await expect(rows(page)).toHaveText([/did/]);
  await expect(page).toHaveURL(/\/tasks\?state=done$/);
  await press(page, "g");
  await expect(rows(page)).toHaveText([/late/, /did/]);
  await press(page, "g");
  await expect(rows(page)).toHaveText([/late/]);
  await burst(page, "g", "g");
  await expect(button(page, "All")).toHaveAttribute("aria-pressed", "true");
});

test("several things are undone one after another, the last one first, and each once", async ({ page, me }) => {
  await tasks(me, page, "one", "two", "three");
  await press(page, "j", "Delete");
  await expect(title(page, "two")).toBeFocused();
  await press(page, "x");
  await expect(title(page, "three")).toBeFocused();
  await press(page, "#");
  await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
  await press(page, "u");
  await expect(rows(page)).toHaveText(["three"]);
  await press(page, "Control+z");
  await expect(rows(page)).toHaveText(["two", "three"]);
  await press(page, "u");
  await expect(rows(page)).toHaveText(["one", "two", "three"]);
  await press(page, "u", "u");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 3, completed: 0 });
  await expect(rows(page)).toHaveText(["one", "two", "three"]);
});

test("Undo of the message is reached by F8", async ({ page, me }) => {
  await tasks(me, page, "one", "two");
  await press(page, "j", "Delete");
  await expect(button(page, "Undo")).toBeVisible();
  await press(page, "F8");
  await tabTo(page, button(page, "Undo"));
  await press(page, "Enter");
  await expect(rows(page)).toHaveText(["one", "two"]);
  await press(page, "u"); // it has been undone
  await expect(rows(page)).toHaveText(["one", "two"]);
  expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
});

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
    await press(page, "Space", "Enter");
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
    await press(page, "g", "g");
    await expect(button(page, "All")).toHaveAttribute("aria-pressed", "true");
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

test.describe("keys are letters", () => {
  const all = "nx/?e#0123ujkg";

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
    await press(page, "e");
    await expect(editor(page)).toBeVisible();
    await tabTo(page, editor(page).getByRole("button", { name: "Cancel" }));
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
    /Delete.*#/,
    /1.*2.*3.*4/,
    "0",
    "u",
    "g",
    "Escape",
    "?",
  ]);
  await tabTo(page, help(page).getByRole("checkbox", { name: "Single keys are on" }));
  await press(page, "Space", "Escape");
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await press(page, "n", "j", "k", "x", "e", "Delete", "#", "1", "g", "?", "/", "u");
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

test("Tab goes through the page in the order of sight", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "one", tags: ["home"], category: "Work" });
  await page.goto("/tasks");
  await expect(button(page, "#home 1")).toBeVisible();
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
    ...["Skip to content", "Todo", `Account of ${me.name}`, "Keys", "New task", "Add"],
    ...["0 Overdue", "0 Due today", "0 Next 7 days", "Critical", "High", "Medium", "Low", "Work 1", "#home 1"],
    ...["Open", "Done", "All", "Search", "Order", "Done: one", "one", "Delete: one"],
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
  await expect(button(page, "Keys")).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the filters are a dialog, and the focus comes back to its button", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "one", tags: ["home"], priority: "high" });
    await me.call("POST", "/api/tasks", { title: "two" });
    await page.goto("/tasks");
    await expect(rows(page)).toHaveText(["two", /^one/]);
    const open = page.getByRole("button", { name: /^Filter/ });
    await tabTo(page, open);
    await press(page, "Enter");
    const dialog = page.getByRole("dialog", { name: "Filter" });
    await tabTo(page, dialog.getByRole("button", { name: "High" }));
    await press(page, "Enter");
    await tabTo(page, dialog.getByRole("button", { name: "#home" }));
    await press(page, "Space", "Escape");
    await expect(dialog).toBeHidden();
    await expect(open).toBeFocused();
    await expect(open).toHaveText("Filter (2)");
    await expect(rows(page)).toHaveText([/^one/]);
    await press(page, "Enter");
    await tabTo(page, dialog.getByRole("button", { name: "Clear" }));
    await press(page, "Enter");
    await tabTo(page, dialog.getByRole("button", { name: "Show tasks" }));
    await press(page, "Enter");
    await expect(rows(page)).toHaveCount(2);
    await expect(open).toBeFocused();
    await expect(open).toHaveText("Filter");
  });
});
