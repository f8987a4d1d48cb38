import type { Page } from "@playwright/test";

import { server, settled, titles } from "./tasks-page";
import { disconnected, expect, expectAccessible, failedRequest, test, type Person } from "./test";

const section = (page: Page) => page.getByRole("region", { name: "Import", exact: true });
const choose = (page: Page, content: string, name = "todo.json") =>
  page.getByLabel("The file to import").setInputFiles({ name, mimeType: "", buffer: Buffer.from(content) });

/** The export of an account with two tasks in a list. */
async function exported(who: Person): Promise<string> {
  const list = await who.call("POST", "/api/lists", { name: "Holiday" });
  for (const title of ["Pack", "Buy tickets"]) await who.call("POST", "/api/tasks", { title, list_id: list.id });
  const document = JSON.stringify(await who.call("GET", "/api/export"));
  await who.call("DELETE", `/api/lists/${list.id}`);
  await who.call("DELETE", "/api/trash");
  return document;
}

test("an export comes back: what it would do, once, and nothing the second time", async ({ page, me }) => {
  const document = await exported(me);
  await page.goto("/tasks");
  await page.getByRole("link", { name: "Import from a file" }).click();
  await expect(page.getByRole("button", { name: "Choose a file…" })).toBeFocused();
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
  const writes: string[] = [];
  page.on("request", (request) => request.url().endsWith("dry_run=false") && writes.push(request.url()));

  await choose(page, document);
  await expect(section(page).getByRole("status")).toHaveText("This would add 2 tasks and 1 list.");
  expect(await server(me)).toEqual([]);
  await expectAccessible(page);
  await section(page).getByRole("button", { name: "Import 2 tasks and 1 list" }).dblclick();
  await expect(section(page).getByRole("status")).toHaveText(/^Imported: 2 tasks and 1 list\./);
  await expect(page.getByRole("button", { name: "Choose a file…" })).toBeFocused();
  expect(writes).toHaveLength(1);
  await section(page).getByRole("link", { name: "Show the tasks" }).click();
  await expect(titles(page)).toHaveText(["Buy tickets", "Pack"]);

  await page.goBack();
  await page.evaluate((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "todo.json"));
    const target = window.document.querySelector("#import button")?.parentElement;
    for (const type of ["dragover", "drop"])
      target?.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
  }, document);
  const again = "There is nothing to add. Here already, and left as they are: 2 tasks.";
  await expect(section(page).getByRole("status")).toHaveText(again);
  await expect(section(page).getByRole("button")).toHaveText(["Choose a file…"]);
});

test("what cannot be imported is refused in words, with its place", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  const document = await exported(me);
  await page.goto("/account");
  const refusal = section(page).getByRole("alert");
  for (const [content, sentence] of [
    ["TYPE,CONTENT\ntask,Milk\n", /^This is not a file that can be imported/],
    [document.slice(0, -20), /^The file is damaged, or was not saved to its end/],
    [document.padEnd(4 * 2 ** 20 + 1), /^The file has 4.1 MB, and an import takes 4 MB at most/],
    [document.replace('"version":1', '"version":2'), /: version must be 1: this document is of another version$/],
    [document.replace("Buy tickets", " "), /Task 2 \(tasks\[1\]\.title\): Title is required$/],
    [document.replace('"Pack"', '"Pack","due_on":"tomorrow"'), /Task 1 “Pack” \(tasks\[0\]\.due_on\): /],
    [document.replace('"Pack"', '"Pack","title":"x"'), /has the field "title" twice\.$/],
  ] as const) {
    await choose(page, content);
    await expect(refusal).toHaveText(sentence);
  }
  await expectAccessible(page);
  expect(await server(me)).toEqual([]);
});

test("without a connection it waits, and an ended session leads to the sign-in page", async ({
  page,
  me,
  context,
  expecting,
}) => {
  expecting(...disconnected);
  const document = await exported(me);
  await page.goto("/account");
  await expect(section(page)).toBeVisible();
  await context.setOffline(true);
  await choose(page, document);
  await expect(section(page).getByRole("alert")).toHaveText(/^You are offline/);
  await context.setOffline(false);
  await section(page).getByRole("button", { name: "Try again" }).click();
  const run = section(page).getByRole("button", { name: /^Import 2 tasks/ });
  await expect(run).toBeVisible();
  await context.setOffline(true);
  await run.click();
  await expect(section(page).getByRole("alert")).toHaveText(/^You are offline.* is not imported twice\.$/);
  await context.setOffline(false);
  await run.click();
  await expect(section(page).getByRole("status")).toHaveText(/^Imported: 2 tasks/);

  await settled(page);
  const answers: string[] = [];
  await page.route(/\/api\/(?!import|auth\/)/, () => {}); // nothing else says that the session has ended
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const isAnswer = pathname.startsWith("/api/") && response.request().method() !== "OPTIONS";
    if (isAnswer) answers.push(`${response.status()} ${pathname}`);
  });
  await context.clearCookies();
  await choose(page, document);
  await expect(page).toHaveURL(/\/auth\/signin\?ended=1&next=%2Faccount/);
  await expect(page.getByText("Your session has ended. Please sign in again.")).toBeVisible();
  await expect(section(page)).toBeHidden();
  expect(answers).toEqual(["401 /api/import", "200 /api/auth/get-session"]);
});
