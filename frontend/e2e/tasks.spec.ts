import { add, close, counts, day, dayIn, display, done, editor, moment } from "./tasks-page";
import { nav, newTask, open, titles, zone } from "./tasks-page";
import { expect, rows, test } from "./test";

test("the counts follow every change", async ({ page, me }) => {
  for (let i = 0; i < 11; i++) await me.call("POST", "/api/tasks", { title: `Task ${i}`, completed: i < 4 });
  await page.goto("/tasks");
  await counts(page, "11 tasks, 4 completed");
  await add(page, "One more");
  await counts(page, "12 tasks, 4 completed");
  await done(page, "One more").click();
  await counts(page, "12 tasks, 5 completed");
  await open(page, "Task 7");
  await editor(page).getByLabel("Done").check();
  await close(page);
  await counts(page, "12 tasks, 6 completed");
  await open(page, "Task 8");
  await editor(page).getByRole("button", { name: "Delete" }).click();
  await counts(page, "11 tasks, 6 completed");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await counts(page, "12 tasks, 6 completed");
  await display(page, "Done");
  await done(page, "Task 0").click();
  await counts(page, "12 tasks, 5 completed");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 12, completed: 5 });
});

test("the overview counts what is late, due and done, before the server has said so and after", async ({
  page,
  me,
}) => {
  await me.call("POST", "/api/tasks", { title: "Late", due_date: moment(-1, "12:00") });
  await me.call("POST", "/api/tasks", { title: "Later", due_date: moment(-3, "12:00") });
  await me.call("POST", "/api/tasks", { title: "Soon", due_date: moment(4, "12:00") });
  await me.call("POST", "/api/tasks", { title: "Did", completed: true });
  await me.call("POST", "/api/tasks", { title: "Some day" });
  await page.goto("/tasks");
  const bars = page.getByRole("figure").locator("rect");
  /** Expects the numbers of the filters, of the rail and of Done, and returns how high the bar of today is. */
  const numbers = async (overdue: number, today: number, week: number, done: number) => {
    await page.getByRole("button", { name: "Display" }).click();
    const due = page.getByRole("dialog", { name: "Display" }).getByRole("group", { name: "Due" });
    await expect(due.getByRole("button")).toHaveText([
      `Overdue${overdue}`,
      `Due today${today}`,
      `Next 7 days${week}`,
    ]);
    await page.keyboard.press("Escape");
    await expect(nav(page).getByRole("link", { name: "Today" })).toHaveText(`Today${overdue + today} open`);
    await nav(page).getByRole("link", { name: "Done" }).click();
    await expect(page.getByRole("figure")).toContainText(`${done}today${done}in 14 days`);
    await expect(bars.last().locator("title")).toHaveText(new RegExp(`: ${done} done$`));
    await expect(bars).toHaveCount(14);
    const height = await bars.last().getAttribute("height");
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "All tasks" })).toBeVisible();
    return height;
  };
  const height = await numbers(2, 0, 1, 1);

  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/tasks/*", async (route) => {
    await held;
    await route.fallback();
  });
  await done(page, "Late").click();
  await numbers(1, 0, 1, 2);
  release();
  await expect.poll(() => me.call("GET", "/api/overview")).toMatchObject({ overdue: 1, due_this_week: 1 });
  await numbers(1, 0, 1, 2);
  await add(page, "Now today");
  await numbers(1, 1, 2, 2);
  await open(page, "Soon");
  await editor(page).getByRole("button", { name: "No date" }).click();
  await close(page);
  await numbers(1, 1, 1, 2);
  await expect
    .poll(() => me.call("GET", "/api/overview"))
    .toMatchObject({ overdue: 1, due_today: 1, due_this_week: 1 });
  await page.reload();
  expect(await numbers(1, 1, 1, 2)).toBe(height); // the most of a day is the whole height
});

test.describe("in a profile's time zone other than the browser's", () => {
  test("due dates are in words, with the exact time as their title", async ({ page, me }) => {
    await zone(me, "Pacific/Kiritimati"); // 14 hours ahead of UTC
    const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(
      Date.now() + 14 * 3_600_000 + 3 * day,
    );
    const table: [title: string, due: string, words: string][] = [
      [
        "next month",
        moment(400, "08:05", 14),
        new Intl.DateTimeFormat("en-GB", {
          day: "numeric",
          month: "short",
          year: "numeric",
          timeZone: "Pacific/Kiritimati",
        }).format(Date.parse(moment(400, "08:05", 14))) + ", 08:05",
      ],
      ["in three days", moment(3, "18:00", 14), `${weekday}, 18:00`],
      ["tomorrow", moment(1, "00:30", 14), "tomorrow, 00:30"],
      ["the last minute of tomorrow", moment(1, "23:59", 14), "tomorrow, 23:59"],
      ["today", dayIn(0, 14), "today"],
      ["the whole of tomorrow", dayIn(1, 14), "tomorrow"],
      ["yesterday", dayIn(-1, 14), "1 day late"],
      ["three days ago", moment(-3, "00:30", 14), "3 days late"],
    ];
    for (const [title, due] of table)
      await me.call("POST", "/api/tasks", { title, [due.includes("T") ? "due_date" : "due_on"]: due });
    await page.goto("/tasks?sort=oldest");
    await expect(rows(page).locator("time")).toHaveText(table.map(([, , words]) => words));
    for (const [title, due] of table) {
      const timed = due.includes("T");
      const exact = new Intl.DateTimeFormat("en-GB", {
        dateStyle: "full",
        ...(timed ? { timeStyle: "short", timeZone: "Pacific/Kiritimati" } : { timeZone: "UTC" }),
      }).format(Date.parse(due));
      await expect(
        rows(page)
          .filter({ has: page.getByRole("button", { name: title, exact: true }) })
          .locator("time"),
      ).toHaveAttribute("title", timed ? `${exact} (Pacific/Kiritimati)` : exact);
    }
  });

  for (const [name, ahead] of [
    ["Pacific/Kiritimati", 14],
    ["Pacific/Pago_Pago", -11],
  ] as const) {
    test(`today is that of ${name}, also for a page that begins with what is due today`, async ({ page, me }) => {
      await zone(me, name);
      const paris = Date.parse(moment(1, "00:00", 1));
      const there = Date.parse(moment(1, "00:00", ahead));
      await me.call("POST", "/api/tasks", { title: "between", due_date: new Date((paris + there) / 2).toISOString() });
      await me.call("POST", "/api/tasks", { title: "certain", due_date: new Date(there - 1).toISOString() });
      const { due_today } = await me.call("GET", "/api/overview");
      await page.route("**/api/auth/me", async (route) => {
        const answer = await route.fetch();
        await new Promise((resolve) => setTimeout(resolve, 300)); // later than the tasks
        await route.fulfill({ response: answer });
      });
      await page.goto("/tasks?due=today");
      await page.getByRole("button", { name: /^Display/ }).click();
      await expect(page.getByRole("button", { name: `Due today ${due_today}` })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(titles(page)).toHaveText(there > paris ? ["certain", "between"] : ["certain"]);
    });
  }
});

test.describe("where there is nothing to show", () => {
  const milk = { title: "Milk" };
  const bread = { title: "Bread", completed: true };
  for (const [address, tasks, title, button, then] of [
    ["/tasks", [], "Your list is empty", "Add the first task", "focus"],
    ["/tasks?state=done", [], "Your list is empty", "Add the first task", "focus"],
    ["/tasks", [bread], "All done", "Add a task", "focus"],
    ["/tasks?state=done", [milk], "Nothing is done yet", "Show the open tasks", "Milk"],
    ["/tasks?search=zebra", [milk], "Nothing is found", "Clear search and filters", "Milk"],
    ["/tasks?state=all&priority=low", [milk], "Nothing is found", "Clear search and filters", "Milk"],
    ["/tasks?due=overdue", [milk], "Nothing is found", "Clear search and filters", "Milk"],
  ] as const) {
    test(`${address} of ${tasks.length} tasks says “${title}” and offers “${button}”`, async ({ page, me }) => {
      for (const task of tasks) await me.call("POST", "/api/tasks", task);
      await page.goto(address);
      await expect(page.getByRole("heading", { name: title })).toBeVisible();
      await page.getByRole("button", { name: button }).click();
      if (then === "focus") await expect(newTask(page)).toBeFocused();
      else await expect(titles(page)).toHaveText([then]);
    });
  }
});

test("a skeleton stands for the list while it is on its way", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Milk" });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/lists", async (route) => {
    await held;
    await route.fallback();
  });
  await page.goto("/tasks");
  await expect(page.getByText("Loading the tasks")).toBeAttached();
  await expect(page.locator("[aria-busy]")).toBeVisible();
  await expect(page.getByRole("list", { name: "Tasks" })).toBeHidden();
  await expect(page.getByText("Your list is empty")).toBeHidden();
  await add(page, "Bread"); // one need not wait for it
  await expect(newTask(page)).toHaveValue("");
  release();
  await expect(titles(page)).toHaveText(["Bread", "Milk"]);
  await expect(page.getByText("Loading the tasks")).toBeHidden();
});

test("a new task gets what its view stands for; if it is not of the view, it says so, and can be shown", async ({
  page,
  me,
}) => {
  await me.call("POST", "/api/tasks", { title: "Lamp", tags: ["home"] });
  await page.goto("/tasks?tag=home");
  await add(page, "Bulb");
  await expect(titles(page)).toHaveText(["Bulb", "Lamp"]);
  await page.goto("/tasks?priority=high");
  await add(page, "Fuse");
  await expect(titles(page)).toHaveText(["Fuse"]);
  await expect(page.getByText("It is not in this view")).toBeHidden();
  await add(page, "Bread !low");
  await expect(page.getByText("Added “Bread”. It is not in this view.").first()).toBeVisible();
  await expect(titles(page)).toHaveText(["Fuse"]);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(titles(page)).toHaveText(["Bread", "Fuse", "Bulb", "Lamp"]);
  await counts(page, "4 tasks, 0 completed");
  await page.goBack();
  await expect(titles(page)).toHaveText(["Fuse"]);
});
