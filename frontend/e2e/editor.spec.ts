import { close, dayIn, editor, open, server, zone } from "./tasks-page";
import { expect, rows, test } from "./test";

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
    await close(page);
    const row = rows(page).filter({ hasText: "Plan the trip" });
    await expect(row.locator("time")).toHaveText("17 May 2030, 09:30");
    await expect(row.locator("time")).toHaveAttribute("title", /17 May 2030.*09:30 \(Asia\/Tokyo\)/);
    await expect(row).toContainText("every weekcriticalTravel#train#summer holiday#left overTwo lines:");
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
    await close(page);
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
      await close(page);
      await expect(rows(page).locator("time")).toHaveText(words);
      await expect.poll(() => server(me)).toMatchObject([{ due_on: dayIn(days, 14) }]);
    }
  });

  test("repeats in words, with the dates that follow, and from completion by an interval", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "Bins", due_on: "2031-01-06" });
    await page.goto("/tasks");
    await open(page, "Bins");
    const dialog = editor(page);
    await dialog.getByLabel("Repeats").selectOption("In words…");
    const words = dialog.getByLabel("In words");
    await words.fill("now and then");
    await words.press("Enter");
    await expect(words).toHaveAccessibleDescription(/Please say it as in “every 2 weeks on Monday”/);
    await expect(words).toBeFocused();
    await words.fill("every 2 weeks on Monday");
    const next = "Mon, 20 Jan 2031, Mon, 3 Feb 2031, Mon, 17 Feb 2031, Mon, 3 Mar 2031, Mon, 17 Mar 2031";
    await expect(dialog.getByText(`Next: ${next}`)).toBeVisible();
    await dialog.getByLabel("Counted from").selectOption("when it is done");
    await expect(dialog.getByLabel("Counted from")).toHaveAccessibleDescription(/Only an interval/);
    await dialog.getByLabel("Counted from").selectOption("when it is due");
    await dialog.getByLabel("Starts").fill("2031-01-02");
    await close(page);
    await expect(rows(page)).toHaveText(/Bins.*from 2 Jan 2031.*6 Jan 2031.*every 2 weeks on Monday/);
    const saved = { due_on: "2031-01-06", start_on: "2031-01-02", recurrence_rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" };
    await expect.poll(() => server(me)).toMatchObject([saved]);
    await open(page, "Bins");
    await expect(words).toHaveValue("every 2 weeks on Monday");
    await words.fill("every 3 days");
    await dialog.getByLabel("Counted from").selectOption("when it is done");
    await expect(dialog.getByText("Done today, it comes back:")).toBeVisible();
    await close(page);
    await expect
      .poll(() => server(me))
      .toMatchObject([{ ...saved, recurrence_rule: "FREQ=DAILY;INTERVAL=3", recurrence_from: "completion" }]);
    await expect(rows(page)).toContainText("every 3 days, counted from when it is done");
  });

  test("sends what has changed alone, once, and nothing when nothing has", async ({ page, me }) => {
    const due_date = "2030-05-17T09:30:12.345Z"; // its seconds are in no field
    await me.call("POST", "/api/tasks", { title: "Plan", due_date });
    const sent: unknown[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH") sent.push(request.headers()["if-match"]);
    });
    await page.goto("/tasks");
    await open(page, "Plan");
    await close(page);
    await open(page, "Plan");
    await editor(page).getByLabel("Title").fill("Planned");
    await editor(page).getByLabel("Title").press("Control+Enter");
    await expect(editor(page)).toBeHidden();
    await expect.poll(() => server(me)).toMatchObject([{ title: "Planned", due_date, version: 2 }]);
    expect(sent).toEqual(['"1"']);
  });

  const eleven = Array.from({ length: 11 }, (_, i) => `t${i}`);
  const refused: [field: string, typed: string, sentence: string, body?: object][] = [
    ["Title", "  ", "Title is required", { title: "  " }],
    ["Title", "x".repeat(201), "Title must be 200 characters or less", { title: "x".repeat(201) }],
    [
      "Description",
      "é".repeat(1001),
      "Description must be 1000 characters or less",
      { description: "é".repeat(1001) },
    ],
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
      await control.blur();
      await expect(control).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(control).toHaveAttribute("aria-invalid", "true");
      await page.keyboard.press("Escape");
      await expect(editor(page).getByRole("alert")).toContainText(`This is not saved yet: ${sentence}.`);
      await expect(control).toBeFocused();
      await editor(page).getByRole("button", { name: "Close without it" }).click();
      await expect(editor(page)).toBeHidden();
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
    await close(page);
    await expect
      .poll(() => server(me))
      .toMatchObject([
        { title: "🎉".repeat(200), description: "é".repeat(1000), tags: [...eleven.slice(0, 9), "t".repeat(50)] },
      ]);
  });
});
