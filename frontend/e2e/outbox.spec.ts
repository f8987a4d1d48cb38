import type { Page } from "@playwright/test";

import { Middlebox, type Instead } from "./middlebox";
import { add, kept, titles, wake } from "./outbox-page";
import { insecure, insecureStatic } from "./servers";
import { enter, expect, isStatic, rows, test, type Person } from "./test";

const farSite = () => (isStatic() ? insecureStatic : insecure);

/** A page over plain http on another host than localhost, with a proxy between it and everything. */
const through = test.extend<{ box: Middlebox; far: Page }>({
  box: async ({}, use) => {
    const box = new Middlebox();
    await use(box);
    box.close();
  },
  far: async ({ browser, box }, use) => {
    const context = await browser.newContext({ proxy: { server: await box.listen() }, locale: "en-GB" });
    await use(await context.newPage());
    await context.close();
  },
});

async function signInFar(far: Page, who: Person) {
  await far.goto(`${farSite()}/auth/signin?next=/tasks`);
  await enter(far, who);
  await expect(far.getByText("Your list is empty")).toBeVisible();
}

/** Has the page try once more, and waits until the box has answered in place of the backend. */
async function tryAgain(page: Page, box: Middlebox, instead: Instead) {
  box.instead = instead;
  const before = box.answered;
  while (box.answered === before) {
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForTimeout(5);
  }
}

const html = { "content-type": "text/html", "access-control-expose-headers": "X-Request-Id" };
const json = { "content-type": "application/json" };
const problem = { "content-type": "application/problem+json", "x-request-id": "theirs" };

through(
  "whatever answers in place of the backend, 400 to 599, every change is kept, and arrives once and in order",
  async ({ far, box, person }) => {
    test.setTimeout(300_000);
    const ann = await person();
    await signInFar(far, ann);
    const secure = await far.evaluate(() => [
      isSecureContext,
      "randomUUID" in crypto,
      "locks" in navigator,
      "clipboard" in navigator,
    ]);
    expect(secure).toEqual([false, false, false, false]);
    box.instead = { status: 503 };
    for (const title of ["Milk", "Bread", "Eggs"]) await add(far, title);
    await expect.poll(() => kept(far)).toBe(3);

    const lost: string[] = [];
    const hold = async (name: string, instead: Instead) => {
      await tryAgain(far, box, instead);
      if ((await kept(far)) !== 3) lost.push(name);
    };
    for (let status = 400; status < 600; status++) {
      await hold(`${status} as a page`, { status, headers: html, body: "<h1>This site is paused</h1>" });
      await hold(`${status} as JSON`, {
        status,
        headers: json,
        body: JSON.stringify({ status, detail: "no", error: "no" }),
      });
    }
    for (const status of [400, 403, 404, 409, 412, 413, 422]) {
      const body = JSON.stringify({ type: "about:blank", title: "No", status, detail: "No", request_id: "theirs" });
      await hold(`${status} as somebody else's problem`, { status, headers: problem, body });
    }
    await hold("200 as a captive portal's page", { status: 200, headers: html, body: "<h1>Welcome to the hotel</h1>" });
    await hold("200 as JSON", { status: 200, headers: json, body: "{}" });
    await hold("201 as JSON", { status: 201, headers: json, body: '{"id":"7","title":"Milk"}' });
    await hold("204", { status: 204 });
    await hold("302", { status: 302, headers: { location: `${farSite()}/` } });
    await hold("a cut connection", "reset");
    expect(lost).toEqual([]);
    expect(await titles(ann)).toEqual([]);
    await expect(rows(far)).toHaveCount(3);

    await hold("503", { status: 503 }); // no change overtakes another after this
    box.instead = undefined;
    await wake(far);
    await expect.poll(() => titles(ann)).toEqual(["Milk", "Bread", "Eggs"]);
    await expect.poll(() => kept(far)).toBe(0);
    await expect(rows(far)).toHaveText([/Eggs/, /Bread/, /Milk/]);
    await far.reload();
    await expect(rows(far)).toHaveCount(3);
  },
);

through("a deletion is not taken for done by a 204 or a 404 of something in between", async ({ far, box, person }) => {
  const ann = await person();
  await ann.call("POST", "/api/tasks", { title: "Milk" });
  await far.goto(`${farSite()}/auth/signin?next=/tasks`);
  await enter(far, ann);
  await expect(rows(far)).toHaveCount(1);
  box.instead = { status: 204 };
  await rows(far).hover();
  await far.getByRole("button", { name: "Delete: Milk" }).click();
  await far.getByRole("button", { name: "Dismiss" }).click();
  for (const instead of [
    { status: 204 },
    { status: 404, headers: html, body: "paused" },
    { status: 404, headers: json, body: "{}" },
  ]) {
    await tryAgain(far, box, instead);
    expect(await kept(far)).toBe(1);
  }
  expect(await titles(ann)).toEqual(["Milk"]);
  box.instead = undefined;
  await wake(far);
  await expect.poll(() => titles(ann)).toEqual([]);
  await expect.poll(() => kept(far)).toBe(0);
});

through(
  "a captive portal before everything: the page says so, and nothing is lost, over a reload",
  async ({ far, box, person }) => {
    const ann = await person();
    await signInFar(far, ann);
    box.matches = (_, path) => path.startsWith("/api/");
    box.instead = { status: 200, headers: html, body: "<h1>Welcome to the hotel</h1>" };
    await add(far, "Milk");
    await expect(far.getByText("The server cannot be reached. One change is kept here")).toBeVisible();
    await far.reload();
    await expect(
      far.getByText("The tasks could not be loaded").or(far.getByText("The server cannot be reached")).first(),
    ).toBeVisible();
    expect(await kept(far)).toBe(1);
    box.instead = undefined;
    await far.reload();
    await expect(rows(far)).toHaveText(/Milk/);
    await expect.poll(() => titles(ann)).toEqual(["Milk"]);
  },
);

through("over plain http everything works: two tabs, editing, undo, and copying", async ({ far, box, person }) => {
  const ann = await person();
  await signInFar(far, ann);
  const other = await far.context().newPage();
  await other.goto(`${farSite()}/tasks`);
  await expect(other.getByText("Your list is empty")).toBeVisible();
  await add(far, "Milk");
  await expect(rows(other)).toHaveText(/Milk/);
  await add(other, "Bread");
  await other.getByRole("checkbox", { name: "Done: Milk" }).click();
  await expect.poll(() => titles(ann)).toEqual(["Milk", "Bread"]);
  await expect.poll(() => ann.call("GET", "/api/tasks")).toMatchObject({ total: 2, completed: 1 });
  await expect.poll(() => kept(far)).toBe(0);
  await other.close();

  box.instead = undefined;
  await far.route("**/api/tasks", (route) =>
    route.request().method() === "POST"
      ? route.continue({ postData: JSON.stringify({ title: "" }) })
      : route.fallback(),
  );
  await far.getByRole("combobox", { name: "New task" }).fill("Eggs");
  await far.keyboard.press("Enter");
  await far.getByRole("button", { name: "Copy: Eggs" }).click();
  await expect(far.getByText("Copied").first()).toBeVisible();
  const field = far.getByRole("combobox", { name: "New task" });
  await field.focus();
  await far.keyboard.press("Control+v");
  await expect(field).toHaveValue("Eggs");
});
