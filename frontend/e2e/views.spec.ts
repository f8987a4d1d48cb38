import { add, day, dayIn, display, moment, nav, newTask, server, zone } from "./tasks-page";
import { expect, expectAccessible, failedRequest, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const heading = (page: Page, name: string, level: 1 | 2 = 1) =>
  page.getByRole("heading", { level, name: level === 1 ? name : new RegExp(`^${name}`) });
const link = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name });
const group = (page: Page, name: string | RegExp) =>
  page.getByRole("main").getByRole("list", { name }).locator("[data-title]");

/** Tasks of three views. */
async function seed(me: Person) {
  for (const task of [
    { title: "Some day" },
    { title: "Late", due_date: moment(-2, "12:00") },
    { title: "Very late", due_date: moment(-30, "12:00") },
    { title: "Whole day, pressing", due_on: dayIn(0), priority: "high" },
    { title: "Whole day", due_on: dayIn(0) },
    { title: "At a time", due_date: moment(0, "23:30") },
    { title: "Not to be begun", due_date: moment(0, "23:00"), start_on: dayIn(1) },
    { title: "Tomorrow", due_date: moment(1, "12:00") },
    { title: "In half a year", due_date: moment(183, "12:00") },
  ])
    await me.call("POST", "/api/tasks", task);
  await zone(me, "UTC");
}

for (const [size, viewport] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test.describe(`on a ${size}`, () => {
    test.use({ viewport, ...(size === "phone" ? { hasTouch: true, isMobile: true } : {}) });
    /** Goes to a view through the rail, or the sheet with it. */
    async function go(page: Page, name: string) {
      if (size === "phone") await page.getByRole("button", { name: "Views" }).click();
      await nav(page).getByRole("link", { name, exact: true }).click();
      await expect(heading(page, name)).toBeFocused();
    }

    test("Today has what is late first, and moves it to today at once", async ({ page, me }) => {
      await seed(me);
      await page.goto("/tasks?view=today");
      await expect(group(page, "Overdue")).toHaveText(["Very late", "Late"]);
      await expect(group(page, "Today")).toHaveText(["At a time", "Whole day, pressing", "Whole day"]);
      const words = (name: string) => page.getByRole("list", { name }).locator("time");
      await expect(words("Overdue")).toHaveText(["30 days late", "2 days late"]);
      await expect(words("Today")).toHaveText([/^(late since )?\d+:\d+/]); // of that at a time alone
      await expectAccessible(page);
      if (size === "phone") {
        const box = await page.getByRole("list", { name: "Overdue" }).getByRole("listitem").first().boundingBox();
        expect(box?.y).toBeLessThanOrEqual(140); // from the top of the screen
      }
      await page.getByRole("button", { name: "Move all to today" }).click();
      await expect(heading(page, "Overdue", 2)).toBeHidden();
      await expect(group(page, "Tasks")).toHaveCount(5);
      const day = moment(0, "12:00");
      await expect
        .poll(async () => (await server(me)).filter(({ title }: { title: string }) => /late/i.test(title)))
        .toMatchObject([{ due_date: day }, { due_date: day }]);
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(group(page, "Overdue")).toHaveText(["Very late", "Late"]);
      await expect
        .poll(async () => (await server(me)).map(({ due_date }: { due_date: string }) => due_date))
        .toContain(moment(-30, "12:00"));
    });

    test("each view has an address, its tasks, and says where one is", async ({ page, me }) => {
      await seed(me);
      const list = await me.call("POST", "/api/lists", { name: "קניות", color: "#c2620e" });
      await me.call("POST", "/api/tasks", { title: "Bread", list_id: list.id, tags: ["town"] });
      await page.goto("/tasks");
      await expect(rows(page)).toHaveCount(10);
      for (const [name, address, shown] of [
        ["Upcoming", "?view=upcoming", ["Tomorrow", "In half a year"]],
        ["קניות", `?list=${list.id}`, ["Bread"]],
        ["town", "?tag=town", ["Bread"]],
        ["Done", "?view=done", []],
        ["Trash", "?view=trash", []],
        ["All tasks", "", undefined],
      ] as const) {
        if (size === "phone") await page.getByRole("button", { name: "Views" }).click();
        const item = nav(page).getByRole("link", { name: new RegExp(`^${name}`) });
        await item.click();
        await expect(heading(page, name === "town" ? "#town" : name)).toBeFocused();
        expect(new URL(page.url()).search).toBe(address);
        if (shown) await expect(page.getByRole("main").locator("[data-title]")).toHaveText([...shown]);
        if (size === "desktop") await expect(item).toHaveAttribute("aria-current", "page");
        await expectAccessible(page);
      }
      await page.goBack();
      await expect(heading(page, "Trash")).toBeVisible();
      await page.goBack();
      await page.reload();
      await expect(heading(page, "Done")).toBeVisible();
    });

    test("what is added in a view gets what it stands for, and is in sight", async ({ page, me }) => {
      await seed(me);
      const list = await me.call("POST", "/api/lists", { name: "Work" });
      for (let i = 0; i < 40; i++) await me.call("POST", "/api/tasks", { title: `Task ${i}`, list_id: list.id });
      for (const [address, title, task] of [
        ["?view=today", "Now", { due_on: dayIn(0), list_id: me.id }],
        ["?view=upcoming", "Soon", { due_on: dayIn(1) }],
        [`?list=${list.id}`, "Listed", { list_id: list.id, due_date: null }],
        ["?tag=home&priority=high", "Tagged", { tags: ["home"], priority: "high" }],
      ] as const) {
        await page.goto(`/tasks${address}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await add(page, title);
        const row = page.getByRole("main").locator("[data-title]").filter({ hasText: title });
        await expect(row).toBeInViewport({ ratio: 1 });
        await expect(newTask(page)).toBeFocused(); // for the next one
        await expect
          .poll(async () => (await me.call("GET", `/api/tasks?search=${title}`)).tasks)
          .toMatchObject([{ title, ...task }]);
      }
    });

    test("a list is made, renamed, moved, deleted and brought back", async ({ page, me }) => {
      await me.call("PUT", "/api/filters", { filters: [{ name: "Pressing", search: "@work p1" }] });
      await page.goto("/tasks");
      await expect(heading(page, "All tasks")).toBeVisible();
      const open = async () => {
        if (size === "phone") await page.getByRole("button", { name: "Views" }).click();
      };
      const rail = nav(page);
      const names = () => me.call("GET", "/api/lists").then(({ lists }) => lists.map((l: { name: string }) => l.name));
      for (const name of ["Work", "Home"]) {
        await open();
        await rail.getByRole("button", { name: "New list" }).click();
        const dialog = page.getByRole("dialog", { name: "New list" });
        await dialog.getByRole("button", { name: "Create" }).click();
        await expect(dialog.getByText("Name is required")).toBeVisible();
        await dialog.getByLabel("Name").fill(name);
        await dialog.getByRole("radio", { name: "Teal" }).check();
        await dialog.getByRole("button", { name: "Create" }).click();
        await expect(heading(page, name)).toBeVisible();
      }
      await expect.poll(names).toEqual(["Inbox", "Work", "Home"]);
      await open();
      const menu = async (list: string, item: string) => {
        await rail.getByRole("button", { name: `What to do with the list ${list}` }).click();
        await page.getByRole("menuitem", { name: item }).click();
      };
      await menu("Home", "Move up");
      await expect.poll(names).toEqual(["Inbox", "Home", "Work"]);
      await menu("Work", "Name and color");
      await page.getByRole("dialog", { name: "Edit list" }).getByLabel("Name").fill("Office");
      await page.getByRole("dialog", { name: "Edit list" }).getByRole("button", { name: "Save" }).click();
      await expect(rail.getByRole("button", { name: "What to do with the list Office" })).toBeFocused();
      await expect.poll(names).toEqual(["Inbox", "Home", "Office"]);
      await expect
        .poll(async () => (await me.call("GET", "/api/filters")).filters)
        .toEqual([{ name: "Pressing", search: "@Office p1" }]);
      await expect(rail.getByRole("button", { name: "What to do with the list Inbox" })).toHaveCount(0);
      await menu("Home", "Delete"); // whose view is shown
      await expect(page).toHaveURL("/tasks?view=today");
      await expect.poll(names).toEqual(["Inbox", "Office"]);
      await page.getByRole("button", { name: "Undo" }).click();
      await open();
      await expect(rail.getByRole("link", { name: "Home" })).toBeVisible();
      await expect.poll(names).toEqual(["Inbox", "Home", "Office"]);
    });

    test("the trash gives back, and is emptied when that is confirmed", async ({ page, me }) => {
      for (const title of ["One", "Two"]) {
        const { id } = await me.call("POST", "/api/tasks", { title });
        await me.call("DELETE", `/api/tasks/${id}`);
      }
      await page.goto("/tasks?view=trash");
      const trash = page.getByRole("list", { name: "Trash" }).getByRole("listitem");
      await expect(trash).toHaveText([/Two/, /One/]);
      await page.getByRole("button", { name: "Restore: One" }).click();
      await expect(trash).toHaveText([/Two/]);
      await expect(heading(page, "Trash")).toBeFocused();
      await page.getByRole("button", { name: "Empty the trash" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await expect(trash).toHaveCount(1);
      await page.getByRole("button", { name: "Empty the trash" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Empty the trash" }).click();
      await expect(heading(page, "The trash is empty", 2)).toBeVisible();
      await go(page, "All tasks");
      await expect(rows(page)).toHaveText([/One/]);
    });

    test("the first run offers three examples", async ({ page, me }) => {
      await page.goto("/tasks?view=today");
      await expect(page.getByRole("heading", { name: "Your list is empty" })).toBeVisible();
      if (size === "desktop") await expect(newTask(page)).toBeFocused();
      await page.getByRole("button", { name: "Add three examples" }).click();
      await expect(page.getByRole("main").locator("[data-title]")).toHaveCount(3);
      await expect.poll(async () => (await server(me)).length).toBe(3);
    });
  });
}

test("a change of a list that is refused is taken back, and said", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  const list = await me.call("POST", "/api/lists", { name: "Work" });
  await page.goto("/tasks");
  await expect(link(page, "Work")).toBeVisible();
  await me.call("DELETE", `/api/lists/${list.id}`); // elsewhere
  await page.getByRole("button", { name: "What to do with the list Work" }).click();
  await page.getByRole("menuitem", { name: "Name and color" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Office");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("List not found", { exact: true })).toBeVisible();
  await expect(link(page, "Office")).toBeHidden();
  await page.goto(`/tasks?list=${list.id}`);
  await expect(page.getByRole("heading", { name: "This list is not here" })).toBeVisible();
});

test("Done is by the day of completion, with its figures", async ({ page, me }) => {
  for (let i = 0; i < 5; i++) await me.call("POST", "/api/tasks", { title: `Done ${i}`, completed: true });
  await page.goto("/tasks?view=done");
  await expect(group(page, /^Today, /)).toHaveCount(5);
  await expect(page.getByRole("figure")).toHaveText(/5today5in 14 days/);
  await expectAccessible(page);
  await display(page, "High");
  await expect(page.getByRole("heading", { name: "Nothing is found" })).toBeVisible();
});

test("a heading stands before each day while one scrolls", async ({ page, me }) => {
  for (let i = 0; i < 60; i++)
    await me.call("POST", "/api/tasks", { title: `Task ${i}`, due_date: new Date(Date.now() + (1 + (i % 12)) * day) });
  await page.goto("/tasks?view=upcoming");
  await expect(heading(page, "Tomorrow, ", 2)).toBeVisible();
  await page.keyboard.press("k"); // the last one
  await expect(page.locator("[data-title]").last()).toBeFocused();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).last()).toBeInViewport();
});
