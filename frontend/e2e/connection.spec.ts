import { close } from "./tasks-page";
import { disconnected, expect, failedRequest, rows, test } from "./test";

const banner = (text: RegExp) => ({ hasText: text });

test.describe("a bad connection neither loses nor doubles a task", () => {
  test("the answer to a creation is lost: it is sent again with its key, and made once", async ({
    page,
    me,
    expecting,
  }) => {
    expecting(failedRequest);
    const keys: (string | null)[] = [];
    let goOn = () => {};
    const seen = new Promise<void>((resolve) => (goOn = resolve)); // the wait before the second try may be short
    await page.route("**/api/tasks", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      keys.push(await route.request().headerValue("idempotency-key"));
      if (keys.length > 1) {
        await seen;
        return route.fallback();
      }
      await route.fetch(); // the server has it
      await route.abort("connectionreset");
    });
    await page.goto("/tasks");
    await page.getByRole("combobox", { name: "New task" }).fill("Buy milk");
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByText("The server cannot be reached. One change is kept here")).toBeVisible();
    goOn();
    await expect(page.getByText("The server cannot be reached")).toBeHidden();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Buy milk" }] });
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByText("1 task, 0 completed")).toBeVisible();
  });

  test("the server is away for a while", async ({ page, me, expecting }) => {
    expecting(failedRequest);
    let tries = 0;
    await page.route("**/api/tasks/*", (route) =>
      tries++ < 2
        ? route.fulfill({
            status: 503,
            headers: {
              "access-control-allow-origin": "http://localhost:3000",
              "access-control-allow-credentials": "true",
            },
            body: "",
          })
        : route.fallback(),
    );
    const task = await me.call("POST", "/api/tasks", { title: "Buy milk" });
    await page.goto("/tasks");
    await page.getByRole("checkbox", { name: "Done: Buy milk" }).click();
    await expect(page.getByText("1 task, 1 completed")).toBeVisible();
    await expect.poll(() => me.call("GET", `/api/tasks/${task.id}`)).toMatchObject({ completed: true });
    await expect(page.getByText("The server cannot be reached")).toBeHidden();
  });

  test("what is made, changed, completed and deleted offline is kept, and sent when the connection is back", async ({
    page,
    context,
    me,
    expecting,
  }) => {
    expecting(...disconnected);
    await me.call("POST", "/api/tasks", { title: "Old" });
    await me.call("POST", "/api/tasks", { title: "Chore" });
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("button", { name: "Old", exact: true }).click(); // the editor is fetched by now
    await close(page);

    await context.setOffline(true);
    await expect(page.getByRole("status").filter(banner(/You are offline/))).toBeVisible();
    await page.getByRole("combobox", { name: "New task" }).fill("Bread #food");
    await page.keyboard.press("Enter");
    const bread = rows(page).filter({ hasText: "Bread" });
    await expect(bread).toContainText("not sent yet");
    await bread.getByRole("button", { name: "Bread", exact: true }).click();
    await page.getByRole("textbox", { name: "Title" }).fill("Rye bread");
    await close(page);
    await page.getByRole("checkbox", { name: "Done: Chore" }).click();
    await rows(page).filter({ hasText: "Old" }).hover();
    await page.getByRole("button", { name: "Delete: Old" }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByText("2 tasks, 1 completed")).toBeVisible();
    await expect(page.getByRole("status").filter(banner(/You are offline\. 4 changes are kept here/))).toBeVisible();
    expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 2, completed: 0 });

    await context.setOffline(false);
    await expect(page.getByRole("status").filter(banner(/You are offline/))).toBeHidden();
    await expect
      .poll(async () =>
        (await me.call("GET", "/api/tasks")).tasks.map((t: { title: string; completed: boolean; tags: string[] }) => [
          t.title,
          t.completed,
          t.tags,
        ]),
      )
      .toEqual([
        ["Rye bread", false, ["food"]],
        ["Chore", true, []],
      ]);
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByText("not sent yet")).toBeHidden();
  });

  test("a page that is closed offline sends its changes when it is opened again", async ({
    page,
    context,
    me,
    expecting,
  }) => {
    expecting(...disconnected);
    await page.goto("/tasks");
    await expect(page.getByText("Your list is empty")).toBeVisible();
    await context.setOffline(true);
    await page.getByRole("combobox", { name: "New task" }).fill("Bread");
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveCount(1);
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto("/tasks");
    await expect(rows(again)).toHaveText(/Bread/);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Bread" }] });
  });
});

test("what was not fetched before the connection was lost says so, and opens later", async ({
  page,
  context,
  me,
  expecting,
}) => {
  expecting(...disconnected, /ChunkLoadError/);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  let chunks = false; // those that come once the browser is idle
  await page.route("**/_next/static/chunks/**", (route) => (chunks ? route.abort() : route.fallback()));
  await page.addInitScript(() => (window.requestIdleCallback = () => 0));
  await page.goto("/tasks");
  await expect(rows(page)).toHaveCount(1);
  chunks = true;
  await context.setOffline(true);
  await page.getByRole("button", { name: "Milk", exact: true }).click();
  await expect(page.getByText("This could not be loaded").first()).toBeVisible();
  await expect(rows(page)).toHaveText(/Milk/);
  chunks = false;
  await context.setOffline(false);
  await page.getByRole("button", { name: "Milk", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Edit task" })).toBeVisible();
});

test.describe("the server refuses", () => {
  test("a creation: it is taken back with the server's sentence, and can be mended", async ({
    page,
    me,
    expecting,
  }) => {
    expecting(failedRequest);
    let first = true;
    await page.route("**/api/tasks", (route) => {
      if (route.request().method() !== "POST" || !first) return route.fallback();
      first = false; // what this page lets nobody send, so that the real server has something to refuse
      return route.continue({
        postData: JSON.stringify({ title: "Milk", tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }),
      });
    });
    await page.goto("/tasks");
    await page.getByRole("combobox", { name: "New task" }).fill("Milk #t0");
    await page.keyboard.press("Enter");
    await expect(page.getByText("“Milk” was not added: Maximum 10 tags allowed").first()).toBeVisible();
    await expect(page.getByText("Your list is empty")).toBeVisible();
    await expect(page.getByText("0 tasks, 0 completed")).toBeVisible();
    await page.getByRole("button", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog", { name: "New task" });
    await expect(dialog.getByText("Maximum 10 tags allowed")).toBeVisible();
    await expect(dialog.getByRole("textbox", { name: "Title" })).toHaveValue("Milk");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(rows(page)).toHaveText(/Milk/);
    await expect
      .poll(() => me.call("GET", "/api/tasks"))
      .toMatchObject({ total: 1, tasks: [{ title: "Milk", tags: ["t0"] }] });
  });

  test("a change of a task that was deleted elsewhere", async ({ page, me, expecting }) => {
    expecting(failedRequest);
    const task = await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto("/tasks");
    const box = page.getByRole("checkbox", { name: "Done: Milk" });
    await expect(box).toBeVisible();
    await me.call("DELETE", `/api/tasks/${task.id}`);
    await box.click();
    await expect(page.getByText("“Milk” was deleted elsewhere").first()).toBeVisible();
    await expect(page.getByText("0 tasks, 0 completed")).toBeVisible();
  });

  test("a deletion of a task that was deleted elsewhere is no error", async ({ page, me, expecting }) => {
    expecting(failedRequest);
    const task = await me.call("POST", "/api/tasks", { title: "Milk" });
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(1);
    await me.call("DELETE", `/api/tasks/${task.id}`);
    await rows(page).hover();
    await page.getByRole("button", { name: "Delete: Milk" }).click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByText("0 tasks, 0 completed")).toBeVisible();
    await expect(page.getByText("was not deleted")).toBeHidden();
  });
});

test("the list cannot be loaded: it says so, and loads when asked again", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  let broken = true;
  await page.route("**/api/lists", (route) => (broken ? route.abort() : route.fallback()));
  await page.goto("/tasks");
  await expect(page.getByRole("alert").filter({ hasText: "The tasks could not be loaded" })).toBeVisible({
    timeout: 20_000,
  });
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page)).toHaveText(/Milk/);
});
