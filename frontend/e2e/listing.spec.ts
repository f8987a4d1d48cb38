import { add, counts, display, moment, search, server, titles } from "./tasks-page";
import { expect, rows, test, type Person } from "./test";

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

  test("by state, due date, priority, category and tag, in combination, as the address says", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks");
    const steps: [what: () => Promise<void>, address: string, shown: string[]][] = [
      [() => display(page, "Done"), "?state=done", ["Old report"]],
      [
        () => display(page, "All"),
        "?state=all",
        ["Old report", "Learn Greek", "See dentist", "Write report", "Water plants", "Pay the bill"],
      ],
      [() => display(page, "Open"), "", ["Learn Greek", "See dentist", "Write report", "Water plants", "Pay the bill"]],
      [() => display(page, "Overdue 1"), "?due=overdue", ["Pay the bill"]],
      [() => display(page, "Due today 1"), "?due=today", ["Water plants"]],
      [() => display(page, "Next 7 days 2"), "?due=week", ["Write report", "Water plants"]],
      [() => display(page, "High"), "?due=week&priority=high", ["Write report"]],
      [() => display(page, "Next 7 days 2"), "?priority=high", ["See dentist", "Write report", "Pay the bill"]],
      [() => display(page, "#home 3"), "?priority=high&tag=home", ["See dentist", "Pay the bill"]],
      [() => display(page, "Money 1"), "?priority=high&tag=home&category=Money", ["Pay the bill"]],
      [
        () => display(page, "#home 3"), // it names the view, and so is no filter below
        "?priority=high&category=Money",
        ["Pay the bill"],
      ],
      [
        () => page.getByRole("button", { name: "Remove the filter Money" }).click(),
        "?priority=high",
        ["See dentist", "Write report", "Pay the bill"],
      ],
      [() => display(page, "#home 3"), "?priority=high&tag=home", ["See dentist", "Pay the bill"]],
      [() => display(page, "Low"), "?priority=low&tag=home", ["Water plants"]],
      [() => display(page, "#garden 1"), "?priority=low&tag=home&tag=garden", ["Water plants"]], // both
      [() => display(page, "#desk 1"), "?priority=low&tag=home&tag=garden&tag=desk", []],
      [
        () => page.getByRole("button", { name: "Remove the filter #desk" }).click(),
        "?priority=low&tag=home&tag=garden",
        ["Water plants"],
      ],
      [() => display(page, "#home 3"), "?priority=low&tag=garden", ["Water plants"]], // whose view it is now
      [() => display(page, "#garden 1"), "?priority=low", ["Water plants"]],
      [() => display(page, "High"), "?priority=high", ["See dentist", "Write report", "Pay the bill"]],
      [() => display(page, "Work 2"), "?priority=high&category=Work", ["Write report"]],
      [() => display(page, "All"), "?state=all&priority=high&category=Work", ["Old report", "Write report"]],
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
    await page.goto("/tasks?state=all&priority=high");
    await counts(page, "6 tasks, 1 completed"); // of all, whatever is shown
  });

  test("two choices in one breath both count", async ({ page, me }) => {
    await seed(me);
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(5);
    await page.getByRole("button", { name: "Display" }).click();
    const menu = page.getByRole("dialog", { name: "Display" });
    const high = await menu.getByRole("button", { name: "High" }).elementHandle();
    await menu
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
    await search(page).fill("Zebra");
    await expect(page.getByRole("heading", { name: "Nothing is found" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(rows(page)).toHaveCount(5);
    await expect(search(page)).toHaveValue("");
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Nothing is found" })).toBeVisible();
    await expect(search(page)).toHaveValue("Zebra");
    await expect(page).toHaveURL(/\?tag=home&search=Zebra$/);
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
    await search(page).pressSequentially("sna");
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
    await page.getByRole("button", { name: "Display" }).click();
    await page.getByRole("combobox", { name: "Order" }).selectOption(label);
    await page.keyboard.press("Escape");
    await expect(titles(page)).toHaveText(shown.filter((title) => title !== `carrot ${i + 1}`));
    await expect(page).toHaveURL((url) => (url.searchParams.get("sort") ?? "newest") === name);
    await add(page, line(i + 1));
    await expect(titles(page)).toHaveText(shown);
    await expect.poll(async () => (await server(me)).length).toBe(made.length + i + 1);
    await page.reload();
    await expect(titles(page)).toHaveText(shown);
  }
});
