import type { Page } from "@playwright/test";

import { add, counts, dayIn, moment, newTask, server, titles } from "./tasks-page";
import { expect, failedRequest, rows, test } from "./test";

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
      ["Repeats every day, first today"],
      { title: "Water plants", recurrence_pattern: "daily", due_on: dayIn(0) },
    ],
    [
      "Bins 2031-04-05 every 2 weeks",
      ["Repeats every 2 weeks, first 5 Apr 2031"],
      { title: "Bins", recurrence_rule: "FREQ=WEEKLY;INTERVAL=2", due_on: "2031-04-05" },
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
        { title: "Rest", due_on: dayIn(0) },
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

test.describe("several pasted lines", () => {
  /** Pastes a text into the line for a new task. */
  const paste = async (page: Page, text: string) => {
    await newTask(page).focus();
    await newTask(page).evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  };

  test("are several tasks, which one undo takes back", async ({ page, me }) => {
    await page.goto("/tasks");
    await counts(page, "0 tasks, 0 completed");
    await paste(page, "- Milk tomorrow\n- Bread #food\n\n- Eggs");
    await page.getByRole("button", { name: "Add 3 tasks" }).click();
    await expect(titles(page)).toHaveText(["Eggs", "Bread", "Milk"]);
    await expect(newTask(page)).toBeFocused();
    await expect
      .poll(() => server(me))
      .toMatchObject([{ title: "Eggs" }, { title: "Bread", tags: ["food"] }, { title: "Milk", due_on: dayIn(1) }]);
    await page.getByRole("button", { name: "Undo" }).click();
    await counts(page, "0 tasks, 0 completed");
    await expect.poll(() => server(me)).toEqual([]);
  });

  test("can be one, and a title that is too long is named by its line", async ({ page, me }) => {
    await page.goto("/tasks");
    await newTask(page).fill("Buy ");
    await paste(page, `milk\n${"x".repeat(201)}`);
    await expect(page.getByText("Line 2: Title must be 200 characters or less")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Add \d/ })).toBeHidden();
    await page.getByRole("button", { name: "Cancel" }).click();
    await paste(page, "milk\nand bread");
    await page.getByRole("button", { name: "As one line" }).click();
    await expect(newTask(page)).toHaveValue("Buy milk and bread");
    await newTask(page).press("Enter");
    await expect.poll(() => server(me)).toMatchObject([{ title: "Buy milk and bread" }]);
  });

  test("are one until somebody chooses, and where the question cannot be loaded", async ({ page, me, expecting }) => {
    expecting(failedRequest);
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0; // nothing is loaded ahead
    });
    await page.goto("/tasks");
    await counts(page, "0 tasks, 0 completed");
    await newTask(page).fill("Buy ");
    await paste(page, "milk\nand bread");
    await expect(page.getByRole("group", { name: "Pasted lines" })).toBeVisible();
    await page.reload();
    await expect(newTask(page)).toHaveValue("Buy milk and bread");

    await page.route(/\/_next\/static\/chunks\//, (route) => route.abort());
    await newTask(page).fill("");
    await paste(page, "milk\nand bread");
    await expect(page.getByText("This could not be loaded").first()).toBeVisible();
    await expect(newTask(page)).toHaveValue("milk and bread");
    expect(await server(me)).toEqual([]);
  });
});
