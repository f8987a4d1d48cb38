import { close } from "./tasks-page";
import { expect, rows, test } from "./test";

test.describe("undo", () => {
  test("a deleted task comes back as it was, and the server never heard of it", async ({ page, me }) => {
    const task = await me.call("POST", "/api/tasks", { title: "Milk", tags: ["a"], priority: "high" });
    await page.goto("/tasks");
    await rows(page).hover();
    await page.getByRole("button", { name: "Delete: Milk" }).click();
    await expect(page.getByText("Your list is empty")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(rows(page)).toHaveText(/Milk/);
    expect(await me.call("GET", `/api/tasks/${task.id}`)).toEqual(task);
  });

  test("a deleted task is gone from the server once the message is dismissed", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto("/tasks");
    await rows(page).hover();
    await page.getByRole("button", { name: "Delete: Milk" }).click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 0 });
  });

  test("a deleted task is gone from the server when the page is left", async ({ page, me, expecting }) => {
    expecting(/net::ERR_ABORTED/);
    await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto("/tasks");
    await rows(page).hover();
    await page.getByRole("button", { name: "Delete: Milk" }).click();
    await expect(page.getByText("Your list is empty")).toBeVisible();
    await page.goto("about:blank");
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 0 });
  });

  test("a completed task is open again", async ({ page, me }) => {
    const task = await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto("/tasks");
    await page.getByRole("checkbox", { name: "Done: Milk" }).click();
    await expect.poll(() => me.call("GET", `/api/tasks/${task.id}`)).toMatchObject({ completed: true });
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("checkbox", { name: "Done: Milk" })).not.toBeChecked();
    await expect
      .poll(() => me.call("GET", `/api/tasks/${task.id}`))
      .toMatchObject({ completed: false, completed_at: null });
  });

  test("a recurring task that is completed by mistake leaves no next occurrence", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", {
      title: "Rent",
      due_date: "2030-01-31T12:00:00Z",
      recurrence_pattern: "monthly",
    });
    await page.goto("/tasks");
    await page.getByRole("checkbox", { name: "Done: Rent" }).click();
    await expect(page.getByText("2 tasks, 1 completed")).toBeVisible();
    await expect(rows(page)).toHaveText([/28 Feb 2030/]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(rows(page)).toHaveText([/31 Jan 2030/]);
    await expect(page.getByText("1 task, 0 completed")).toBeVisible();
    await page.reload();
    await expect(page.getByText("1 task, 0 completed")).toBeVisible();
    expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 1, completed: 0 });
  });

  test("of two things that were done, u undoes the later one first, and says which", async ({ page, me }) => {
    const a = await me.call("POST", "/api/tasks", { title: "Bread" });
    const b = await me.call("POST", "/api/tasks", { title: "Fix bike light" });
    await page.goto("/tasks");
    await page.getByRole("checkbox", { name: "Done: Fix bike light" }).click();
    await expect(rows(page)).toHaveText(["Bread"]);
    await page.getByRole("button", { name: "Bread", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Title").fill("Rye bread");
    await close(page);
    await expect(rows(page)).toHaveText(["Rye bread"]);
    await page.keyboard.press("u");
    await expect(page.getByText("Undone: Bread has the title of before").first()).toBeVisible();
    await expect(rows(page)).toHaveText(["Bread"]);
    await page.keyboard.press("Control+z");
    await expect(page.getByText("Undone: Fix bike light is open again").first()).toBeVisible();
    await expect(rows(page)).toHaveText(["Fix bike light", "Bread"]);
    await expect.poll(() => me.call("GET", `/api/tasks/${a.id}`)).toMatchObject({ title: "Bread" });
    await expect.poll(() => me.call("GET", `/api/tasks/${b.id}`)).toMatchObject({ completed: false });
  });

  test("a task that was deleted long ago comes back to its place", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "Bread" });
    const milk = await me.call("POST", "/api/tasks", { title: "Milk", tags: ["food"] });
    await me.call("POST", "/api/tasks", { title: "Eggs" });
    await page.goto("/tasks");
    await rows(page).nth(1).hover();
    await page.getByRole("button", { name: "Delete: Milk" }).click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
    await page.keyboard.press("u");
    await expect(page.getByText("Undone: Milk is back").first()).toBeVisible();
    await expect(rows(page)).toHaveText([/Eggs/, /Milk.*#food/, /Bread/]);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 3 });
    expect(await me.call("GET", `/api/tasks/${milk.id}`)).toMatchObject({ created_at: milk.created_at });
  });
});
