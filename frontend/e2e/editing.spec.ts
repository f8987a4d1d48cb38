import { close, editor, open, openOffline, server, titles } from "./tasks-page";
import { disconnected, expect, expectAccessible, rows, test } from "./test";

// The editor of a task saves as one types: nothing that was typed is thrown away.

for (const [size, viewport] of [
  ["a desktop", { width: 1280, height: 800 }],
  ["a phone", { width: 390, height: 844 }],
] as const) {
  test.describe(`on ${size}`, () => {
    test.use({ viewport, hasTouch: size === "a phone" });

    test("what is typed is saved after a pause, and said once", async ({ page, me }) => {
      await me.call("POST", "/api/tasks", { title: "Fix bike light" });
      await page.goto("/tasks");
      await open(page, "Fix bike light");
      const status = editor(page).getByRole("status");
      await expect(status).toHaveText("");
      await editor(page).getByLabel("Description").fill("The rear one");
      await expect.poll(() => server(me)).toMatchObject([{ description: "The rear one" }]);
      await expect(status).toHaveText("Saved");
      await expectAccessible(page);
      await editor(page).getByLabel("Description").pressSequentially(", red");
      await expect(status).toHaveText("");
      await expect.poll(() => server(me)).toMatchObject([{ description: "The rear one, red" }]);
      await expect(status).toHaveText("Saved");
      await close(page);
      await expect(rows(page)).toContainText("The rear one, red");
    });

    test("a click beside keeps what was typed, half a tag too", async ({ page, me }) => {
      await me.call("POST", "/api/tasks", { title: "Plan" });
      await page.goto("/tasks");
      await open(page, "Plan");
      await editor(page).getByLabel("Title").fill("Plan the trip");
      await editor(page).getByLabel("Tags").fill("summer");
      await page.mouse.click(5, 5);
      await expect(editor(page)).toBeHidden();
      await expect(titles(page)).toHaveText(["Plan the trip"]);
      await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the trip", tags: ["summer"] }]);
    });
  });
}

test("Escape and the way back keep what was typed", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Plan" });
  await page.goto("/account");
  await page.goto("/tasks");
  await page.getByRole("link", { name: "All tasks" }).click();
  await open(page, "Plan");
  await editor(page).getByLabel("Description").fill("By train");
  await page.keyboard.press("Escape");
  await expect(editor(page)).toBeHidden();
  await expect.poll(() => server(me)).toMatchObject([{ description: "By train" }]);
  await open(page, "Plan");
  await editor(page).getByLabel("Description").fill("By train, at night");
  await page.goBack();
  await expect.poll(() => server(me)).toMatchObject([{ description: "By train, at night" }]);
});

test("what is typed in one opening is undone at once", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Fix bike light", priority: "low" });
  await page.goto("/tasks");
  await open(page, "Fix bike light");
  await editor(page).getByLabel("Title").fill("Fix the light");
  await expect.poll(() => server(me)).toMatchObject([{ title: "Fix the light" }]);
  await editor(page).getByLabel("Priority").selectOption("High");
  await expect.poll(() => server(me)).toMatchObject([{ priority: "high" }]);
  await close(page);
  await page.keyboard.press("u");
  await expect(page.getByText("Undone: Fix bike light is as before").first()).toBeVisible();
  await expect(titles(page)).toHaveText(["Fix bike light"]);
  await expect.poll(() => server(me)).toMatchObject([{ title: "Fix bike light", priority: "low" }]);
  await page.keyboard.press("u");
  await expect(titles(page)).toHaveText(["Fix bike light"]);
});

test("a field that is amiss keeps none of the others from being saved, nor is it lost by a reload", async ({
  page,
  me,
}) => {
  await me.call("POST", "/api/tasks", { title: "Plan" });
  await page.goto("/tasks");
  await open(page, "Plan");
  const title = editor(page).getByLabel("Title");
  await title.fill("x".repeat(201));
  await editor(page).getByLabel("Priority").selectOption("High");
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan", priority: "high" }]);
  await expect(title).toHaveAccessibleDescription(/Title must be 200 characters or less/);
  await expect(editor(page).getByRole("status")).toHaveText("");
  await page.reload();
  await expect(title).toHaveValue("x".repeat(201));
  await page.keyboard.press("Escape");
  await expect(editor(page).getByRole("alert")).toHaveText(/This is not saved yet: Title must be 200 characters/);
  await expectAccessible(page);
  await title.fill("Short");
  await expect(editor(page).getByRole("alert")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(editor(page)).toBeHidden();
  await expect.poll(() => server(me)).toMatchObject([{ title: "Short", priority: "high" }]);
});

test("offline it is saved on this device, and sent later", async ({ page, context, me, expecting }) => {
  expecting(...disconnected);
  await me.call("POST", "/api/tasks", { title: "Plan" });
  await page.goto("/tasks");
  await openOffline(page, "Plan");
  await editor(page).getByLabel("Description").fill("By train");
  await expect(editor(page).getByRole("status")).toHaveText("Saved on this device");
  await editor(page).getByLabel("Title").fill("Plan the trip");
  await close(page);
  await expect(titles(page)).toHaveText(["Plan the trip"]);
  await context.setOffline(false);
  await expect.poll(() => server(me)).toMatchObject([{ title: "Plan the trip", description: "By train" }]);
});
