import { counts, dayIn, done, server } from "./tasks-page";
import { disconnected, expect, rows, test } from "./test";

test("a recurring task that is completed stays, with its next date, which is said", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", {
    title: "Rent",
    due_date: "2031-01-31T12:00:00Z",
    recurrence_pattern: "monthly",
    tags: ["home"],
  });
  await page.goto("/tasks");
  await done(page, "Rent").click();
  await expect(page.getByText("“Rent” is done. It comes back: 28 Feb 2031, 12:00", { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveText(/Rent.*28 Feb 2031.*every month on the last day.*#home/);
  await counts(page, "2 tasks, 1 completed");
  await expect(done(page, "Rent")).not.toBeChecked();
  expect(await server(me)).toMatchObject([
    { title: "Rent", due_date: "2031-02-28T12:00:00.000Z", completed: false },
    { title: "Rent", due_date: "2031-01-31T12:00:00.000Z", completed: true },
  ]);
});

test("offline it stays as well, and cannot be completed twice", async ({ page, context, me, expecting }) => {
  expecting(...disconnected);
  await me.call("POST", "/api/tasks", { title: "Rent", due_on: dayIn(1), recurrence_rule: "FREQ=WEEKLY" });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText(/Rent.*tomorrow.*every week/);
  await context.setOffline(true);
  await done(page, "Rent").dblclick();
  await expect(page.getByText("“Rent” is done. Its next one is not here yet.", { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveText(/^Rent.*every week.*not sent yet/);
  await counts(page, "2 tasks, 1 completed");
  await context.setOffline(false);
  await expect(rows(page).locator("time")).not.toHaveText("tomorrow");
  await expect.poll(() => server(me)).toMatchObject([{ due_on: dayIn(8) }, { due_on: dayIn(1), completed: true }]);
});
