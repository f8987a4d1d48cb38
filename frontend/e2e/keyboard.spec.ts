import { burst, button, press, tabTo, tasks, title } from "./keyboard";
import { editor, newTask, search } from "./tasks-page";
import { expect, rows, test } from "./test";

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

test("g and a second key go to a view, whatever is filtered", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "did", completed: true });
  await me.call("POST", "/api/tasks", { title: "late", due_date: "2020-01-01T12:00:00Z" });
  await me.call("POST", "/api/tasks", { title: "some day", due_date: "2099-01-01T12:00:00Z" });
  await page.goto("/tasks?state=all&search=d");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveText([/some day/, /did/]);
  const at = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });
  const shown = page.getByRole("main").getByRole("listitem");
  for (const [key, name, address, titles] of [
    ["t", "Today", "?view=today", [/late/]],
    ["u", "Upcoming", "?view=upcoming", [/some day/]],
    ["d", "Done", "?view=done", [/did/]],
    ["i", "Inbox", `?list=${me.id}`, [/late/, /some day/]],
    ["a", "All tasks", "", [/some day/, /late/]],
  ] as const) {
    await press(page, "g", key);
    await expect(at(name)).toBeFocused(); // so that its name is said, and Tab goes on from there
    await expect(shown).toHaveText([...titles]);
    expect(new URL(page.url()).search).toBe(address);
    await expect(page).toHaveTitle(`${name} · Todo`);
  }
  await burst(page, "g", "t", "g", "u");
  await expect(at("Upcoming")).toBeFocused();
  await page.goBack();
  await expect(at("Today")).toBeFocused();
  await press(page, "g", "x", "t"); // no second key, and then none of two
  await expect(at("Today")).toBeVisible();
});

test("several things are undone one after another, the last one first, and each once", async ({ page, me }) => {
  await tasks(me, page, "one", "two", "three");
  await press(page, "j", "Delete");
  await expect(title(page, "two")).toBeFocused();
  await press(page, "x");
  await expect(title(page, "three")).toBeFocused();
  await press(page, "Delete");
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
