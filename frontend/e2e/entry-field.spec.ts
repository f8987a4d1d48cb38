import { add, fill, newTask, openField, server, zone } from "./tasks-page";
import { expect, expectAccessible, test } from "./test";

import type { Page } from "@playwright/test";

/** Holds up the script that understands lines, until the returned function is called. */
async function holdGrammar(page: Page) {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (body.includes("fortnight")) await held;
    await route.fulfill({ response, body });
  });
  return async () => {
    release();
    await page.unrouteAll({ behavior: "wait" });
  };
}

const closeSheet = (page: Page) => page.keyboard.press("Escape");
const toTrash = (page: Page) => page.getByRole("link", { name: "Trash" }).click();

test.describe("the field for a new task", () => {
  const lines = [
    "Call Ann tomorrow 9am #family !high",
    "اتصل بآن #family !high",
    `${"A long line ".repeat(14)}tomorrow #family`,
  ];
  for (const line of lines) {
    test(`tints what it understands of “${line.slice(0, 20)}”, where it stands`, async ({ page, me }) => {
      expect(me.id).toBeTruthy();
      await page.goto("/tasks");
      await newTask(page).fill(line);
      await newTask(page).press("End");
      const tint = page.locator("[data-tint]");
      await expect(tint).toHaveText(line);
      await expect(tint.locator("mark").last()).toHaveText(/#family|!high/);
      // The copy has the metrics of the field, and is where the field has scrolled to.
      await expect
        .poll(() =>
          newTask(page).evaluate((field: HTMLInputElement) => {
            const text = document.querySelector<HTMLElement>("[data-tint] span");
            const of = (element: Element) => {
              const { font, letterSpacing, direction } = getComputedStyle(element);
              return [font, letterSpacing, direction].join(" ");
            };
            const { left, right } = field.getBoundingClientRect();
            const box = text?.parentElement?.getBoundingClientRect();
            const padding = parseFloat(getComputedStyle(field).paddingLeft) + 1; // and the border
            return {
              look: text !== null && of(text).replace(/ \S+\/\S+/, "") === of(field).replace(/ \S+\/\S+/, ""),
              size: text !== null && getComputedStyle(text).fontSize === getComputedStyle(field).fontSize,
              scroll: parseFloat(text?.style.translate ?? "0") === -field.scrollLeft,
              inset: [(box?.left ?? 0) - left, right - (box?.right ?? 0)].map((by) => Math.round(by - padding)),
            };
          }),
        )
        .toEqual({ look: true, size: true, scroll: true, inset: [0, 0] });
    });
  }

  test("completes # @ and ! from what exists, by keys and by pointer", async ({ page, me }) => {
    for (const [i, tags] of [["home"], ["Work", "home"]].entries())
      await me.call("POST", "/api/tasks", { title: `Task ${i}`, tags, category: "Phone" });
    await page.goto("/tasks");
    const options = page.getByRole("listbox", { name: "Completions" }).getByRole("option");
    await newTask(page).pressSequentially("Call Ann #");
    await expect(options).toHaveText(["#home", "#Work"]);
    await expect(newTask(page)).toHaveAttribute("aria-expanded", "true");
    await expectAccessible(page);
    await newTask(page).pressSequentially("w");
    await expect(options).toHaveText(["#Work"]);
    await newTask(page).press("ArrowDown");
    await expect(options).toHaveAttribute("aria-selected", "true");
    await newTask(page).press("Enter");
    await expect(newTask(page)).toHaveValue("Call Ann #Work ");
    await expect(options).toBeHidden();
    await newTask(page).pressSequentially("!h");
    await options.click();
    await expect(newTask(page)).toHaveValue("Call Ann #Work !high ");
    await expect(newTask(page)).toBeFocused();
    await newTask(page).pressSequentially("@p");
    await expect(options).toHaveText(["@Phone"]);
    await newTask(page).press("Escape"); // closes the list alone
    await expect(options).toBeHidden();
    await expect(newTask(page)).toBeFocused();
    await newTask(page).pressSequentially("hone #WORK");
    await newTask(page).press("Enter"); // nothing is chosen: the line is added
    await expect(newTask(page)).toHaveValue("");
    await expect
      .poll(async () => (await server(me))[0])
      .toMatchObject({ title: "Call Ann", tags: ["Work"], priority: "high", category: "Phone" });
  });

  test("says once what it understands", async ({ page, me }) => {
    await fill(me, ["Bread"]); // an empty list gives the field the focus
    await page.goto("/tasks");
    const hint = page.locator("#new-task-hint:not(.sr-only)");
    await expect(hint).toBeHidden();
    await newTask(page).focus();
    await expect(hint).toHaveText(/^Words such as tomorrow, .* are understood\.$/);
    await newTask(page).fill("Milk");
    await newTask(page).press("Enter");
    await expect(hint).toBeHidden();
    await page.reload();
    await newTask(page).focus();
    await expect(hint).toBeHidden();
  });

  test("takes lines before what understands them is here, and drops its hint", async ({ page, me }) => {
    const go = await holdGrammar(page);
    await page.goto("/tasks");
    const hint = page.locator("#new-task-hint:not(.sr-only)");
    for (const line of ["Call Ann #family", "Milk !high"]) {
      await newTask(page).fill(line);
      await newTask(page).press("Enter");
      await expect(newTask(page)).toHaveValue("");
      await expect(hint).toBeHidden();
    }
    expect(await server(me)).toHaveLength(0);
    await go();
    await expect.poll(() => server(me)).toHaveLength(2);
    expect(await server(me)).toMatchObject([
      { title: "Milk", priority: "high" },
      { title: "Call Ann", tags: ["family"] },
    ]);
  });

  for (const [where, width, leave, back] of [
    ["once the sheet of a phone is closed", 390, closeSheet, () => {}],
    ["once another view is open", 1280, toTrash, (page: Page) => page.goBack()],
  ] as const) {
    test.describe(where, () => {
      test.use({ viewport: { width, height: 800 } });

      test("adds a line that was sent before, where it was sent", async ({ page, me }) => {
        const { id } = await me.call("POST", "/api/lists", { name: "Shopping" });
        const go = await holdGrammar(page);
        await page.goto(`/tasks?list=${id}`);
        await add(page, "Milk !high");
        await leave(page);
        await expect(newTask(page)).toHaveCount(0);
        expect(await server(me)).toHaveLength(0);
        await go();
        await expect.poll(() => server(me)).toMatchObject([{ title: "Milk", priority: "high", list_id: id }]);
        await page.goto(`/tasks?list=${id}`);
        await openField(page);
        await expect(newTask(page)).toHaveValue("");
      });

      test("gives a line back that breaks a rule", async ({ page, me }) => {
        const line = "long ".repeat(41).trim();
        const go = await holdGrammar(page);
        await page.goto("/tasks");
        await add(page, line);
        await leave(page);
        await expect(newTask(page)).toHaveCount(0);
        await go();
        await back(page);
        await openField(page);
        await expect(newTask(page)).toHaveValue(line);
        expect(await server(me)).toHaveLength(0);
      });
    });
  }

  test("says that times are in another zone than the device's, and changes that", async ({ page, me }) => {
    await zone(me, "America/Los_Angeles");
    await page.goto("/tasks");
    const note = page.getByRole("note");
    await newTask(page).fill("Call Ann");
    await expect(note).toBeHidden();
    await newTask(page).fill("Call Ann 2031-04-05 9pm");
    await expect(note).toHaveText(/^Times are in Los Angeles, where it is .* This device is in Paris\./);
    await note.getByRole("button", { name: "Use Paris’s time" }).click();
    await expect(note).toBeHidden();
    await newTask(page).press("Enter");
    await expect.poll(() => server(me)).toMatchObject([{ due_date: "2031-04-05T19:00:00.000Z" }]);
  });

  test("takes a line while what it loads by need is on its way", async ({ page, me }) => {
    await zone(me, "America/Los_Angeles");
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0; // nothing is loaded ahead
    });
    await page.goto("/tasks");
    await expect(page.getByText("0 tasks")).toBeVisible();
    await page.route(/\/_next\/static\//, () => {}); // and no answer comes
    await newTask(page).fill("Call Ann tomorrow");
    await newTask(page).press("Enter");
    await expect(newTask(page)).toHaveValue("");
    await expect.poll(() => server(me)).toMatchObject([{ title: "Call Ann" }]);
  });

  test("holds a line that is sent before it can be understood, for a moment", async ({ page, me }) => {
    const held: (() => void)[] = [];
    await page.route(/\/_next\/static\/chunks\//, async (route) => {
      const response = await route.fetch();
      if ((await response.text()).includes("oclock")) await new Promise<void>((resolve) => held.push(resolve));
      await route.fulfill({ response });
    });
    await page.goto("/tasks");
    await expect.poll(() => held.length).toBe(1);
    await newTask(page).fill("Call Ann tomorrow #family");
    await newTask(page).press("Enter");
    await expect(newTask(page)).toHaveValue(""); // for the next one
    await newTask(page).fill("Read #book");
    await newTask(page).press("Enter");
    await newTask(page).fill("Half a li");
    expect(await server(me)).toEqual([]);
    held[0]?.();
    await expect.poll(() => server(me)).toHaveLength(2);
    expect(await server(me)).toMatchObject([
      { title: "Read", tags: ["book"] },
      { title: "Call Ann", tags: ["family"] },
    ]);
    await expect(newTask(page)).toHaveValue("Half a li");
    await newTask(page).fill("");

    await page.unrouteAll();
    await page.route(/\/_next\/static\/chunks\//, async (route) => {
      const response = await route.fetch();
      if (!(await response.text()).includes("oclock")) await route.fulfill({ response }); // which never comes
    });
    await page.reload();
    await newTask(page).fill("Buy milk");
    await newTask(page).press("Enter");
    await expect(newTask(page)).toHaveValue(""); // after its patience
    await expect.poll(async () => (await server(me))[0]).toMatchObject({ title: "Buy milk" });
  });
});
