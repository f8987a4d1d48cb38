import type { Page } from "@playwright/test";

import { close } from "./tasks-page";
import { enter, expect, expectAccessible, failedRequest, rows, test, type Person } from "./test";

/** Has the real server refuse the creations of a page, as many as there are, until it is told otherwise. */
async function refusing(page: Page) {
  const state = { on: true };
  await page.route("**/api/tasks", (route) => {
    if (route.request().method() !== "POST" || !state.on) return route.fallback();
    const { title } = route.request().postDataJSON() as { title: string };
    return route.continue({ postData: JSON.stringify({ title, tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }) });
  });
  return state;
}

async function add(page: Page, title: string) {
  await page.getByRole("combobox", { name: "New task" }).fill(title);
  await page.keyboard.press("Enter");
}

const panel = (page: Page) => page.getByRole("region", { name: "Not saved" });

test("what the server refuses stays with its text, however many there are, until it is dealt with", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  const state = await refusing(page);
  await page.goto("/tasks");
  for (let i = 1; i <= 5; i++) {
    await add(page, `Task ${i}`);
    await expect(panel(page).getByRole("listitem")).toHaveCount(i); // several at once would go in a batch
  }
  await expect(panel(page)).toContainText("“Task 1” was not added: Maximum 10 tags allowed");
  await expect(
    page.getByRole("status").filter({ hasText: "“Task 5” was not added: Maximum 10 tags allowed" }),
  ).toHaveCount(1);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 780 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  await page.reload();
  await expect(panel(page).getByRole("listitem")).toHaveCount(5);

  state.on = false;
  await panel(page).getByRole("button", { name: "Try again: Task 1" }).click();
  await expect(rows(page)).toHaveText(/Task 1/);
  await expect(panel(page)).toBeFocused();
  await panel(page).getByRole("button", { name: "Discard: Task 2" }).press("Enter");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(panel(page).getByRole("listitem")).toHaveCount(4);
  await panel(page).getByRole("button", { name: "Edit: Task 3" }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await expect(dialog.getByText("Maximum 10 tags allowed")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(panel(page).getByRole("listitem")).toHaveCount(4); // not dealt with yet
  await panel(page).getByRole("button", { name: "Edit: Task 3" }).click();
  await dialog.getByRole("textbox", { name: "Title" }).fill("Task three");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(rows(page)).toHaveText([/Task three/, /Task 1/]);
  for (const title of ["Task 2", "Task 4", "Task 5"])
    await panel(page)
      .getByRole("button", { name: `Discard: ${title}` })
      .click();
  await expect(panel(page)).toBeHidden();
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await expect(panel(page)).toBeHidden();
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
});

test("an edit of a task that was deleted elsewhere can be read, and added as a new task", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  const task = await me.call("POST", "/api/tasks", { title: "Milk", tags: ["home"] });
  await page.goto("/tasks");
  await page.getByRole("button", { name: "Milk", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await me.call("DELETE", `/api/tasks/${task.id}`);
  await dialog.getByRole("textbox", { name: "Description" }).fill("The long text that took me an hour.");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toContainText("“Milk” was deleted elsewhere");
  await expect(panel(page)).toContainText("The long text that took me an hour.");
  await panel(page).getByRole("button", { name: "Add as a new task: Milk" }).click();
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(rows(page)).toHaveText(/Milk/);
  await expect(panel(page)).toBeHidden();
  await expect
    .poll(() => me.call("GET", "/api/tasks"))
    .toMatchObject({
      total: 1,
      tasks: [{ title: "Milk", description: "The long text that took me an hour.", tags: ["home"] }],
    });
});

test("it is its user's: another one does not see it, and it is here again with them", async ({
  page,
  me,
  person,
  expecting,
}) => {
  expecting(failedRequest);
  const bob = await person("Bob");
  const state = await refusing(page);
  await page.goto("/tasks");
  await add(page, "Ann's secret");
  await expect(panel(page)).toContainText("Ann's secret");
  state.on = false;
  await signOut(page, me);
  await page.goto("/auth/signin");
  await enter(page, bob);
  await expect(page.getByText("Your list is empty")).toBeVisible();
  await expect(page.getByText("Ann's secret")).toBeHidden();
  await signOut(page, bob);
  await page.goto("/auth/signin");
  await enter(page, me);
  await expect(panel(page)).toContainText("Ann's secret");
});

test("signing out with what cannot be sent warns, and keeps it", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  let paused = true;
  await page.route("**/api/tasks", (route) =>
    paused && route.request().method() === "POST"
      ? route.fulfill({ status: 403, contentType: "text/html", body: "no" })
      : route.fallback(),
  );
  expecting(/CORS/);
  await page.goto("/tasks");
  await add(page, "Milk");
  await expect(rows(page)).toHaveText(/Milk/);
  await page.getByRole("button", { name: `Account of ${me.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("one change has not been sent").first()).toBeVisible();
  await page.getByRole("button", { name: "Sign out now" }).click();
  await expect(page).toHaveURL("/");
  paused = false;
  await page.goto("/auth/signin");
  await enter(page, me);
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Milk" }] });
});

test("what stands in the editor as the session ends is there after signing in", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await page.goto("/tasks");
  await page.getByRole("button", { name: "Milk", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Edit task" });
  await dialog.getByRole("textbox", { name: "Description" }).fill("Half a thou");
  const { sessions } = await me.call("GET", "/api/auth/sessions");
  for (const session of sessions) if (!session.current) await me.call("DELETE", `/api/auth/sessions/${session.id}`);
  await page.evaluate(() => {
    localStorage.removeItem("todo.user"); // as another tab does that has heard it
    dispatchEvent(new StorageEvent("storage", { key: "todo.user" }));
  });
  await expect(page).toHaveURL(/\/auth\/signin/);
  await enter(page, me);
  await expect(dialog.getByRole("textbox", { name: "Description" })).toHaveValue("Half a thou");
  await close(page);
  await expect
    .poll(() => me.call("GET", "/api/tasks"))
    .toMatchObject({ tasks: [{ title: "Milk", description: "Half a thou" }] });
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(dialog).toBeHidden();
});

test("an error that nothing else speaks of is said, once", async ({ page, me, expecting }) => {
  expecting(/page: Error: (a|b) fault/);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveCount(1);
  await page.evaluate(() => {
    void Promise.reject(new Error("a fault"));
    setTimeout(() => {
      throw new Error("b fault");
    });
  });
  await expect(page.getByRole("listitem").filter({ hasText: "Something went wrong" })).toHaveCount(1);
});

test("a line that is not added yet is there after a reload", async ({ page, me }) => {
  await page.goto("/tasks");
  const field = page.getByRole("combobox", { name: "New task" });
  await field.fill("Half a thou");
  await page.reload();
  await expect(field).toHaveValue("Half a thou");
  await field.press("Enter");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ tasks: [{ title: "Half a thou" }] });
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(field).toHaveValue("");
});

test("half a date and half a time are refused beside their field, and clear nothing", async ({ page, me }) => {
  const due = "2030-05-17T07:30:00Z";
  const { id } = await me.call("POST", "/api/tasks", { title: "Milk", due_date: due });
  await page.goto("/tasks");
  await page.getByRole("button", { name: "Milk", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Edit task" });
  const day = dialog.getByLabel("Due");
  await day.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape"); // which is refused as long as something is amiss
  await expect(dialog.getByRole("alert")).toContainText("This is not saved yet: Please complete the date");
  await expect(day).toBeFocused();
  await expect(day).toHaveAccessibleDescription("Please complete the date, or choose “No date”");
  await expect(day).toHaveAttribute("aria-invalid", "true");
  await day.fill("2030-05-18");
  await expect(dialog.getByText("Please complete the date")).toHaveCount(0);
  const time = dialog.getByLabel("Time");
  await time.focus();
  await page.keyboard.press("Backspace");
  await time.blur();
  await expect(time).toHaveAccessibleDescription("Please complete the time, or clear it");
  await expect.poll(() => me.call("GET", `/api/tasks/${id}`)).toMatchObject({ due_date: "2030-05-18T07:30:00.000Z" });
  await time.fill("10:15");
  await close(page);
  await expect.poll(() => me.call("GET", `/api/tasks/${id}`)).toMatchObject({ due_date: "2030-05-18T10:15:00.000Z" });

  await page.getByRole("button", { name: "Milk", exact: true }).click();
  await day.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "No date" }).click();
  await close(page);
  await expect.poll(() => me.call("GET", `/api/tasks/${id}`)).toMatchObject({ due_date: null });
});

async function signOut(page: Page, who: Person) {
  await page.getByRole("button", { name: `Account of ${who.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
}
