import { expect, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const titles = (page: Page) => rows(page).locator("[data-title]");
const newTask = (page: Page) => page.getByRole("textbox", { name: "New task" });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });
const editor = (page: Page) => page.getByRole("dialog", { name: "Edit task" });
const counts = (page: Page, text: string) =>
  expect(page.getByRole("status").filter({ hasText: /^\d+ tasks?, \d+ completed$/ })).toHaveText(text);

async function add(page: Page, line: string) {
  await newTask(page).fill(line);
  await newTask(page).press("Enter");
}

const open = (page: Page, title: string) => titles(page).filter({ hasText: title }).click();
const done = (page: Page, title: string) => page.getByRole("checkbox", { name: `Done: ${title}`, exact: true });
const server = async (who: Person) => (await who.call("GET", "/api/tasks")).tasks;

const zone = (who: Person, timezone: string) => who.call("PATCH", "/api/auth/profile", { timezone });

const day = 86_400_000;
/** A moment of the day that is so many days after today, where clocks are so many hours ahead of UTC. */
function moment(days: number, time: string, ahead = 0): string {
  const here = new Date(Date.now() + ahead * 3_600_000 + days * day).toISOString().slice(0, 10);
  return new Date(Date.parse(`${here}T${time.length > 5 ? time : `${time}:00`}Z`) - ahead * 3_600_000).toISOString();
}

test.describe("one line makes a task", () => {
  const lines: [line: string, understood: string[], task: object][] = [
    ["Buy milk", [], { title: "Buy milk", tags: [], due_date: null }],
    [
      "Call Ann tomorrow 9am #family @phone !high",
      ["#family", "In phone", "Priority high", "Due tomorrow, 09:00"],
      { title: "Call Ann", tags: ["family"], category: "phone", priority: "high", due_date: moment(1, "09:00") },
    ],
    [
      "Water plants every day",
      ["Repeats daily, first today"],
      { title: "Water plants", recurrence_pattern: "daily", due_date: moment(0, "23:59") },
    ],
    [
      "Ship it 2031-04-05 at 18:30",
      ["Due 5 Apr 2031, 18:30"],
      { title: "Ship it", due_date: "2031-04-05T18:30:00.000Z" },
    ],
    [
      "Issue #3 is !urgent, not tomorrow's",
      [],
      { title: "Issue #3 is !urgent, not tomorrow's", tags: [], priority: null, due_date: null },
    ],
    ["Twice #a and #a", ["#a", "#a"], { title: "Twice and", tags: ["a"] }],
    ["  Spaces   around  ", [], { title: "Spaces around" }],
  ];

  test("words in it mean a date, a tag, a category, a priority, a recurrence", async ({ page, me }) => {
    await page.goto("/tasks");
    await counts(page, "0 tasks, 0 completed");
    const chips = page.getByRole("list", { name: "Understood" }).getByRole("listitem");
    for (const [line, understood] of lines) {
      await newTask(page).fill(line);
      await expect(chips).toHaveText(understood);
      await newTask(page).press("Enter");
      await expect(newTask(page)).toHaveValue("");
      await expect(newTask(page)).toBeFocused();
    }
    await counts(page, `${lines.length} tasks, 0 completed`);
    await expect.poll(async () => (await server(me)).reverse()).toMatchObject(lines.map(([, , task]) => task));
  });

  test("a meaning can be taken back, and its words are the title's again", async ({ page, me }) => {
    await page.goto("/tasks");
    await newTask(page).fill("Read Brave New World today #book");
    await page.getByRole("button", { name: "Due today: keep “today” in the title instead" }).click();
    await expect(page.getByRole("list", { name: "Understood" }).getByRole("listitem")).toHaveText(["#book"]);
    await newTask(page).press("Enter");
    await expect(titles(page)).toHaveText(["Read Brave New World today"]);
    await add(page, "Rest today"); // it was of that line alone
    await expect
      .poll(() => server(me))
      .toMatchObject([
        { title: "Rest", due_date: moment(0, "23:59") },
        { title: "Read Brave New World today", tags: ["book"], due_date: null },
      ]);
  });

  for (const [line, sentence] of [
    ["   ", "Title is required"],
    ["tomorrow #home", "Title is required"],
    ["x".repeat(201), "Title must be 200 characters or less"],
  ] as const) {
    test(`“${line.slice(0, 15)}” of ${line.length} characters is refused: ${sentence}`, async ({ page, me }) => {
      await page.goto("/tasks");
      await add(page, line);
      await expect(newTask(page)).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(newTask(page)).toBeFocused();
      await expect(newTask(page)).toHaveValue(line); // nothing is to be typed again
      expect(await server(me)).toEqual([]);
      await newTask(page).fill("Milk");
      await expect(page.getByText(sentence)).toBeHidden();
      await newTask(page).press("Enter");
      await expect(titles(page)).toHaveText(["Milk"]);
    });
  }

  test("emoji, right-to-left and HTML-looking titles are shown as they are", async ({ page, me }) => {
    const odd = [
      "👩‍👩‍👧 Zoo 🚀",
      "اشتر الحليب غدا!",
      "<b>bold</b> &amp; <img src=x onerror=alert(1)>",
      `"quotes" 'and' \`ticks\` \\n`,
      "🎉".repeat(200),
    ];
    await page.goto("/tasks");
    for (const title of odd) await add(page, title);
    await expect(titles(page)).toHaveText(odd.toReversed());
    await expect(rows(page).locator("b, img")).toHaveCount(0);
    await expect(titles(page).filter({ hasText: "الحليب" })).toHaveCSS("direction", "rtl");
    await expect.poll(async () => (await server(me)).map((t: { title: string }) => t.title)).toEqual(odd.toReversed());
  });
});

test.describe("the editor", () => {
  test("has every field of a task, its date in the profile's time zone", async ({ page, me }) => {
    await zone(me, "Asia/Tokyo");
    const task = await me.call("POST", "/api/tasks", { title: "Plan" });
    await page.goto("/tasks");
    await open(page, "Plan");
    const dialog = editor(page);
    await dialog.getByLabel("Title").fill("Plan the trip");
    await dialog.getByLabel("Description").fill("Two lines:\ntrain, hotel");
    await expect(dialog.getByLabel("Time")).toBeDisabled();
    await dialog.getByLabel("Due").fill("2030-05-17");
    await dialog.getByLabel("Time").fill("09:30");
    await expect(dialog.getByText("17 May 2030 at 09:30 (Asia/Tokyo)")).toBeVisible();
    await dialog.getByLabel("Repeats").selectOption("Every week");
    await dialog.getByLabel("Priority").selectOption("Critical");
    await dialog.getByLabel("Category").fill("Travel");
    await dialog.getByLabel("Tags").fill("train,");
    await dialog.getByLabel("Tags").pressSequentially("#summer holiday,");
    await dialog.getByLabel("Tags").fill("left over"); // what is still in the field counts
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    const row = rows(page).filter({ hasText: "Plan the trip" });
    await expect(row.locator("time")).toHaveText("17 May 2030, 09:30");
    await expect(row.locator("time")).toHaveAttribute("title", /17 May 2030.*09:30 \(Asia\/Tokyo\)/);
    await expect(row).toContainText("weeklycriticalTravel#train#summer holiday#left overTwo lines:");
    const saved = {
      title: "Plan the trip",
      description: "Two lines:\ntrain, hotel",
      due_date: "2030-05-17T00:30:00.000Z",
      recurrence_pattern: "weekly",
      priority: "critical",
      category: "Travel",
      tags: ["train", "summer holiday", "left over"],
    };
    await expect.poll(() => me.call("GET", `/api/tasks/${task.id}`)).toMatchObject(saved);

    await page.reload();
    await open(page, "Plan the trip");
    await expect(dialog.getByLabel("Title")).toHaveValue(saved.title);
    await expect(dialog.getByLabel("Description")).toHaveValue(saved.description);
    await expect(dialog.getByLabel("Due")).toHaveValue("2030-05-17");
    await expect(dialog.getByLabel("Time")).toHaveValue("09:30");
    await expect(dialog.getByLabel("Repeats")).toHaveValue("weekly");
    await expect(dialog.getByLabel("Priority")).toHaveValue("critical");
    await expect(dialog.getByLabel("Category")).toHaveValue("Travel");
    await dialog.getByLabel("Description").fill("");
    await dialog.getByRole("button", { name: "No date" }).click();
    await dialog.getByLabel("Repeats").selectOption("Never");
    await dialog.getByLabel("Priority").selectOption("None");
    await dialog.getByLabel("Category").fill("");
    for (const tag of saved.tags) await dialog.getByRole("button", { name: `Remove the tag ${tag}` }).click();
    await dialog.getByLabel("Done").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => me.call("GET", `/api/tasks/${task.id}`))
      .toMatchObject({
        title: saved.title,
        description: null,
        due_date: null,
        recurrence_pattern: null,
        priority: null,
        category: null,
        tags: [],
        completed: true,
      });
    await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
  });

  test("its buttons choose a day of that zone, and a day without a time is the whole day", async ({ page, me }) => {
    await zone(me, "Pacific/Kiritimati");
    await me.call("POST", "/api/tasks", { title: "Plan" });
    await page.goto("/tasks");
    for (const [button, words, days] of [
      ["Tomorrow", "tomorrow", 1],
      ["Today", "today", 0],
    ] as const) {
      await open(page, "Plan");
      await editor(page).getByRole("button", { name: button }).click();
      await editor(page).getByRole("button", { name: "Save" }).click();
      await expect(rows(page).locator("time")).toHaveText(words);
      await expect.poll(() => server(me)).toMatchObject([{ due_date: moment(days, "23:59", 14) }]);
    }
  });

  test("sends what has changed alone, once, and nothing when nothing has", async ({ page, me }) => {
    const due_date = "2030-05-17T09:30:12.345Z"; // its seconds are in no field
    const task = await me.call("POST", "/api/tasks", { title: "Plan", due_date });
    let sent = 0;
    page.on("request", (request) => {
      if (request.method() === "PATCH") sent++;
    });
    await page.goto("/tasks");
    await open(page, "Plan");
    await editor(page).getByRole("button", { name: "Save" }).click();
    await expect(editor(page)).toBeHidden();
    await open(page, "Plan");
    await me.call("PATCH", `/api/tasks/${task.id}`, { priority: "high" }); // from elsewhere
    await editor(page).getByLabel("Title").fill("Planned");
    await editor(page).getByLabel("Title").press("Control+Enter");
    await expect(editor(page)).toBeHidden();
    await expect.poll(() => server(me)).toMatchObject([{ title: "Planned", due_date, priority: "high" }]);
    await expect(rows(page)).toContainText("high");
    expect(sent).toBe(1);
  });

  test("Escape and Cancel leave everything as it was", async ({ page, me }) => {
    const task = await me.call("POST", "/api/tasks", { title: "Plan" });
    await page.goto("/tasks");
    for (const leave of [
      () => page.keyboard.press("Escape"),
      () => page.getByRole("button", { name: "Cancel" }).click(),
    ]) {
      await open(page, "Plan");
      await editor(page).getByLabel("Title").fill("Something else");
      await leave();
      await expect(editor(page)).toBeHidden();
      await expect(titles(page)).toHaveText(["Plan"]);
    }
    expect(await server(me)).toEqual([task]);
  });

  const eleven = Array.from({ length: 11 }, (_, i) => `t${i}`);
  const refused: [field: string, typed: string, sentence: string, body?: object][] = [
    ["Title", "  ", "Title is required", { title: "  " }],
    ["Title", "x".repeat(201), "Title must be 200 characters or less", { title: "x".repeat(201) }],
    ["Description", "é".repeat(1001), "Description must be 1000 characters or less", { description: "é".repeat(1001) }],
    ["Category", "c".repeat(51), "Category must be 1 to 50 characters, or null"],
    ["Tags", `${eleven.join(",")},`, "Maximum 10 tags allowed", { tags: eleven }],
    ["Tags", `${"t".repeat(51)},`, "Each tag must be 1 to 50 characters", { tags: ["t".repeat(51)] }],
  ];
  for (const [field, typed, sentence, body] of refused) {
    test(`refuses beside the field what the backend does: ${sentence}`, async ({ page, me }) => {
      const task = await me.call("POST", "/api/tasks", { title: "Plan" });
      if (body) await expect(me.call("PATCH", `/api/tasks/${task.id}`, body)).rejects.toThrow(sentence);
      await page.goto("/tasks");
      await open(page, "Plan");
      const control = editor(page).getByLabel(field);
      await control.fill(typed);
      await editor(page).getByRole("button", { name: "Save" }).click();
      await expect(control).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(control).toHaveAttribute("aria-invalid", "true");
      await expect(control).toBeFocused();
      await page.keyboard.press("Escape");
      expect(await server(me)).toEqual([task]);
    });
  }

  test("takes what is just short enough", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "Plan" });
    await page.goto("/tasks");
    await open(page, "Plan");
    await editor(page).getByLabel("Title").fill("🎉".repeat(200));
    await editor(page).getByLabel("Description").fill("é".repeat(1000));
    await editor(page)
      .getByLabel("Tags")
      .fill([...eleven.slice(0, 9), "t".repeat(50)].join(","));
    await editor(page).getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => server(me))
      .toMatchObject([
        { title: "🎉".repeat(200), description: "é".repeat(1000), tags: [...eleven.slice(0, 9), "t".repeat(50)] },
      ]);
  });
});

test("a recurring task that is completed brings its next occurrence into the list", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", {
    title: "Rent",
    due_date: "2031-01-31T12:00:00Z",
    recurrence_pattern: "monthly",
    tags: ["home"],
  });
  await page.goto("/tasks");
  await done(page, "Rent").click();
  await counts(page, "1 task, 1 completed");
  await page.getByRole("button", { name: "Dismiss" }).click(); // until then it can be undone
  await expect(rows(page)).toHaveText(/Rent.*28 Feb 2031.*monthly.*#home/);
  await counts(page, "2 tasks, 1 completed");
  await expect(done(page, "Rent")).not.toBeChecked();
  expect(await server(me)).toMatchObject([
    { title: "Rent", due_date: "2031-02-28T12:00:00.000Z", completed: false },
    { title: "Rent", due_date: "2031-01-31T12:00:00.000Z", completed: true },
  ]);
});

test.describe("the list is narrowed", () => {
  async function seed(me: Person) {
    for (const task of [
      { title: "Pay the bill", due_date: moment(-2, "12:00"), priority: "high", category: "Money", tags: ["home"] },
      { title: "Water plants", due_date: moment(0, "23:59:59.9"), priority: "low", tags: ["home", "garden"] },
      { title: "Write report", due_date: moment(3, "12:00"), priority: "high", category: "Work", tags: ["desk"] },
      { title: "See dentist", due_date: moment(30, "12:00"), priority: "high", tags: ["home"] },
      { title: "Learn Greek" },
      { title: "Old report", due_date: moment(-9, "12:00"), completed: true, category: "Work", priority: "high" },
    ])
      await me.call("POST", "/api/tasks", task);
  }
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole("complementary").getByRole("button", { name }).click();
  const state = (page: Page, name: string) =>
    page.getByRole("group", { name: "Which tasks" }).getByRole("button", { name }).click();

  test("by state, due date, priority, category and tag, in combination, as the address says", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks");
    const steps: [what: () => Promise<void>, address: string, shown: string[]][] = [
      [() => state(page, "Done"), "?state=done", ["Old report"]],
      [
        () => state(page, "All"),
        "?state=all",
        ["Old report", "Learn Greek", "See dentist", "Write report", "Water plants", "Pay the bill"],
      ],
      [() => state(page, "Open"), "", ["Learn Greek", "See dentist", "Write report", "Water plants", "Pay the bill"]],
      [() => press(page, "1 Overdue"), "?due=overdue", ["Pay the bill"]],
      [() => press(page, "1 Due today"), "?due=today", ["Water plants"]],
      [() => press(page, "2 Next 7 days"), "?due=week", ["Write report", "Water plants"]],
      [() => press(page, "High"), "?due=week&priority=high", ["Write report"]],
      [() => press(page, "2 Next 7 days"), "?priority=high", ["See dentist", "Write report", "Pay the bill"]],
      [() => press(page, "#home 3"), "?priority=high&tag=home", ["See dentist", "Pay the bill"]],
      [() => press(page, "Money 1"), "?priority=high&tag=home&category=Money", ["Pay the bill"]],
      [
        () => page.getByRole("button", { name: "Remove the filter #home" }).click(),
        "?priority=high&category=Money",
        ["Pay the bill"],
      ],
      [() => press(page, "Work 2"), "?priority=high&category=Work", ["Write report"]],
      [() => state(page, "All"), "?state=all&priority=high&category=Work", ["Old report", "Write report"]],
    ];
    const places: [address: string, shown: string[]][] = [
      ["", ["Learn Greek", "See dentist", "Write report", "Water plants", "Pay the bill"]],
    ];
    for (const [choose, address, shown] of steps) {
      await choose();
      await expect(titles(page)).toHaveText(shown);
      expect(new URL(page.url()).search).toBe(address);
      places.push([address, shown]);
    }
    await page.reload();
    await expect(titles(page)).toHaveText(["Old report", "Write report"]);
    await expect(page.getByRole("list", { name: "Filters" }).getByRole("listitem")).toHaveText([
      "Priority high",
      "Work",
    ]);
    for (const [address, shown] of places.toReversed().slice(1, 5)) {
      await page.goBack();
      await expect(titles(page)).toHaveText(shown);
      expect(new URL(page.url()).search).toBe(address);
    }
    await counts(page, "6 tasks, 1 completed"); // of all, whatever is shown
  });

  test("two choices in one breath both count", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(5);
    const high = await page.getByRole("complementary").getByRole("button", { name: "High" }).elementHandle();
    await page
      .getByRole("complementary")
      .getByRole("button", { name: "#home 3" })
      .evaluate((home: HTMLElement, high) => {
        home.click();
        (high as HTMLElement).click();
      }, high);
    await expect(titles(page)).toHaveText(["See dentist", "Pay the bill"]);
    expect(new URL(page.url()).search).toBe("?priority=high&tag=home");
  });

  test("by nothing any more: cleared, and one can go back", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks?tag=home");
    await search(page).fill("Greek");
    await expect(page.getByRole("heading", { name: "Nothing is found" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(rows(page)).toHaveCount(5);
    await expect(search(page)).toHaveValue("");
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Nothing is found" })).toBeVisible();
    await expect(search(page)).toHaveValue("Greek");
    await expect(page).toHaveURL(/\?tag=home&search=Greek$/);
  });

  test("an address that means nothing shows the usual list", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks?state=maybe&due=%00&priority=urgent&sort=no");
    await expect(titles(page)).toHaveText([
      "Learn Greek",
      "See dentist",
      "Write report",
      "Water plants",
      "Pay the bill",
    ]);
  });

  test("while one types what is searched, %, _, quotes and backslashes included", async ({ page, me }) => {
    for (const task of [
      { title: "100% sure" },
      { title: "snake_case" },
      { title: `Say "hi"` },
      { title: "It's Bob's" },
      { title: "C:\\temp" },
      { title: "Plain", description: "Deep inside" },
      { title: "Ärger" },
    ])
      await me.call("POST", "/api/tasks", task);
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(7);
    await search(page).pressSequentially("sna", { delay: 220 }); // slower than it waits before it asks
    await expect(search(page)).toHaveValue("sna");
    await expect(search(page)).toBeFocused();
    for (const [text, shown] of [
      ["sna", ["snake_case"]],
      ["%", ["100% sure"]],
      ["_", ["snake_case"]],
      [`"HI"`, [`Say "hi"`]],
      ["'s b", ["It's Bob's"]],
      [":\\T", ["C:\\temp"]],
      ["ärg", ["Ärger"]],
      ["inside", ["Plain"]],
    ] as const) {
      await search(page).fill(text);
      await expect(titles(page)).toHaveText(shown);
      await expect(page).toHaveURL((url) => url.searchParams.get("search") === text);
    }
    await page.reload();
    await expect(titles(page)).toHaveText(["Plain"]);
    await expect(search(page)).toHaveValue("inside");
    await search(page).press("Escape");
    await expect(rows(page)).toHaveCount(7);
    await expect(page).toHaveURL(/\/tasks$/);
  });
});

test("each order is the server's, and a new task takes its place in it at once", async ({ page, me }) => {
  const made = [
    { title: "beta", due_date: "2031-03-01T12:00:00Z", priority: "low" },
    { title: "Alpha", due_date: null, priority: "critical" },
    { title: "delta", due_date: "2031-01-01T12:00:00Z", priority: null },
    { title: "Gamma", due_date: null, priority: "low" },
  ];
  const ids: string[] = [];
  for (const task of made) ids.push((await me.call("POST", "/api/tasks", task)).id);
  await me.call("PATCH", `/api/tasks/${ids[1]}`, { description: "changed last" });
  await page.goto("/tasks");
  const line = (n: number) => `carrot ${n} 2031-02-01 !low`;
  const orders: [label: string, name: string, shown: string[]][] = [
    ["Oldest first", "oldest", ["beta", "Alpha", "delta", "Gamma", "carrot 1"]],
    ["Due first", "due", ["delta", "carrot 1", "carrot 2", "beta", "Alpha", "Gamma"]],
    ["Most pressing first", "priority", ["Alpha", "carrot 3", "carrot 2", "carrot 1", "Gamma", "beta", "delta"]],
    ["By title", "title", ["Alpha", "beta", "carrot 1", "carrot 2", "carrot 3", "carrot 4", "delta", "Gamma"]],
    [
      "Last changed first",
      "changed",
      ["carrot 5", "carrot 4", "carrot 3", "carrot 2", "carrot 1", "Alpha", "Gamma", "delta", "beta"],
    ],
    [
      "Newest first",
      "newest",
      ["carrot 6", "carrot 5", "carrot 4", "carrot 3", "carrot 2", "carrot 1", "Gamma", "delta", "Alpha", "beta"],
    ],
  ];
  for (const [i, [label, name, shown]] of orders.entries()) {
    await page.getByRole("combobox", { name: "Order" }).selectOption(label);
    await expect(titles(page)).toHaveText(shown.filter((title) => title !== `carrot ${i + 1}`));
    await expect(page).toHaveURL((url) => (url.searchParams.get("sort") ?? "newest") === name);
    await add(page, line(i + 1));
    await expect(titles(page)).toHaveText(shown);
    await expect.poll(async () => (await server(me)).length).toBe(made.length + i + 1);
    await page.reload();
    await expect(titles(page)).toHaveText(shown);
  }
});

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
  await editor(page).getByRole("button", { name: "Save" }).click();
  await counts(page, "12 tasks, 6 completed");
  await open(page, "Task 8");
  await editor(page).getByRole("button", { name: "Delete" }).click();
  await counts(page, "11 tasks, 6 completed");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await counts(page, "12 tasks, 6 completed");
  await page.getByRole("button", { name: "Done", exact: true }).click();
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
  await page.goto("/tasks");
  const overview = page.getByRole("region", { name: "Overview" });
  const bar = overview.locator("figure rect").last();
  const numbers = async (overdue: number, today: number, week: number, done: number) => {
    await expect(overview.getByRole("button")).toHaveText([
      `${overdue}Overdue`,
      `${today}Due today`,
      `${week}Next 7 days`,
    ]);
    await expect(overview.getByRole("figure")).toContainText(`${done}`);
    await expect(overview.getByRole("figure")).toContainText(`${done} today.`);
    await expect(bar.locator("title")).toHaveText(new RegExp(`: ${done} done$`));
  };
  await numbers(2, 0, 1, 1);
  await expect(overview.locator("figure rect")).toHaveCount(14);
  const height = Number(await bar.getAttribute("height"));

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
  await editor(page).getByRole("button", { name: "Save" }).click();
  await numbers(1, 1, 1, 2);
  await expect
    .poll(() => me.call("GET", "/api/overview"))
    .toMatchObject({ overdue: 1, due_today: 1, due_this_week: 1 });
  await page.reload();
  await numbers(1, 1, 1, 2);
  expect(Number(await bar.getAttribute("height"))).toBe(height); // the most of a day is the whole height
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
      ["the whole of tomorrow", moment(1, "23:59", 14), "tomorrow"],
      ["today", moment(0, "23:59", 14), "today"],
      ["yesterday", moment(-1, "23:59", 14), "1 day late"],
      ["three days ago", moment(-3, "00:30", 14), "3 days late"],
    ];
    for (const [title, due_date] of table) await me.call("POST", "/api/tasks", { title, due_date });
    await page.goto("/tasks?sort=oldest");
    await expect(rows(page).locator("time")).toHaveText(table.map(([, , words]) => words));
    for (const [title, due] of table) {
      const exact = new Intl.DateTimeFormat("en-GB", {
        dateStyle: "full",
        timeStyle: "short",
        timeZone: "Pacific/Kiritimati",
      }).format(Date.parse(due));
      await expect(
        rows(page)
          .filter({ has: page.getByRole("button", { name: title, exact: true }) })
          .locator("time"),
      ).toHaveAttribute("title", `${exact} (Pacific/Kiritimati)`);
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
      await page.route("**/api/overview", async (route) => {
        const answer = await route.fetch();
        await new Promise((resolve) => setTimeout(resolve, 300)); // later than the tasks
        await route.fulfill({ response: answer });
      });
      await page.goto("/tasks?due=today");
      await expect(page.getByRole("button", { name: `${due_today} Due today` })).toBeVisible();
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
  await page.route("**/api/tasks?*", async (route) => {
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

test("a new task that is not of this view is said to be made, and can be shown", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Lamp", tags: ["home"] });
  await page.goto("/tasks?tag=home");
  await add(page, "Bulb #home");
  await expect(titles(page)).toHaveText(["Bulb", "Lamp"]);
  await expect(page.getByText("It is not in this view")).toBeHidden();
  await add(page, "Bread");
  await expect(page.getByText("Added “Bread”. It is not in this view.").first()).toBeVisible();
  await expect(titles(page)).toHaveText(["Bulb", "Lamp"]);
  await counts(page, "3 tasks, 0 completed");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(titles(page)).toHaveText(["Bread", "Bulb", "Lamp"]);
  await page.goBack();
  await expect(titles(page)).toHaveText(["Bulb", "Lamp"]);
});
