import { add, kept, titles, wake } from "./outbox-page";
import { close } from "./tasks-page";
import { expect, expectAccessible, failedRequest, rows, test } from "./test";

test("storage that is full: what is done is sent, and the page says that it is not kept until then", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  await page.goto("/tasks");
  await expect(page.getByText("Your list is empty")).toBeVisible();
  await page.evaluate(() => {
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      try {
        for (let i = 0; ; i++) localStorage.setItem(`full.${size}.${i}`, "x".repeat(size));
      } catch {
        // no room for another of this size
      }
    }
  });
  let away = true;
  await page.route("**/api/tasks", (route) =>
    away && route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await page.getByRole("combobox", { name: "New task" }).fill("Milk");
  await page.keyboard.press("Enter");
  await expect(page.getByText("One change is not kept on this device")).toBeVisible();
  await expectAccessible(page);
  away = false;
  await wake(page);
  await expect.poll(() => titles(me)).toEqual(["Milk"]);
  await expect(page.getByText("not kept on this device")).toBeHidden();
});

for (const jump of [-10, 10, -60 * 24 * 400]) {
  test(`a clock that jumps by ${jump} minutes: created, edited and completed in this order`, async ({
    page,
    context,
    me,
    expecting,
  }) => {
    expecting(/ERR_INTERNET_DISCONNECTED/, failedRequest, /Failed to fetch RSC payload/);
    await me.call("POST", "/api/tasks", { title: "Old" });
    await page.addInitScript(() => {
      const now = Date.now.bind(Date);
      const by = () => Number(sessionStorage.getItem("jump") ?? 0) * 60_000;
      Date.now = () => now() + by();
      Date = new Proxy(Date, {
        construct: (target, args) => Reflect.construct(target, args.length ? args : [now() + by()]),
      });
    });
    await page.goto("/tasks");
    await page.getByRole("button", { name: "Old", exact: true }).click(); // the editor is fetched by now
    await close(page);
    await context.setOffline(true);
    await add(page, "Bread");
    const edit = async (title: string, next: string) => {
      await page.getByRole("button", { name: title, exact: true }).click();
      await page.getByRole("textbox", { name: "Title" }).fill(next);
      await close(page);
    };
    await page.evaluate((by) => sessionStorage.setItem("jump", String(by)), jump);
    await edit("Bread", "Rye bread");
    await page.evaluate((by) => sessionStorage.setItem("jump", String(-by)), jump);
    await edit("Rye bread", "Dark rye bread");
    await page.evaluate((by) => sessionStorage.setItem("jump", String(by)), jump);
    await page.getByRole("checkbox", { name: "Done: Dark rye bread" }).click();
    await context.setOffline(false);
    await expect
      .poll(async () =>
        (await me.call("GET", "/api/tasks?sort_by=title&order=asc")).tasks.map(
          (t: { title: string; completed: boolean }) => [t.title, t.completed],
        ),
      )
      .toEqual([
        ["Dark rye bread", true],
        ["Old", false],
      ]);
    await expect.poll(() => kept(page)).toBe(0);
    await expect(page.getByRole("heading", { name: "Not saved" })).toBeHidden();
  });
}

test("what the deployed version has left on the device is sent", async ({ page, me }) => {
  await page.addInitScript((user) => {
    if (localStorage.getItem("todo.seeded")) return;
    localStorage.setItem("todo.seeded", "1");
    const creation = {
      id: "0mcc-0000-x",
      at: new Date().toISOString(),
      kind: "create",
      task: crypto.randomUUID(),
      fields: { title: "From before" },
    };
    localStorage.setItem(`todo.outbox.${user}.${creation.id}`, JSON.stringify(creation));
    localStorage.setItem(`todo.outbox.${user}.0mcd-0000-y`, '{"id":"0mcd","kind":"create","fields":{"title":"Cut sh');
  }, me.id);
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText(/From before/);
  await expect.poll(() => titles(me)).toEqual(["From before"]);
  await expect(page.getByText("A change on this device is damaged")).toBeVisible();
  await expect(page.getByText("Cut sh")).toBeVisible();
  await page.getByRole("button", { name: "Discard: the damaged change" }).click();
  await expect(page.getByText("Cut sh")).toBeHidden();
});
