import { backend, frontend } from "./servers";
import { settled } from "./tasks-page";
import { enter, expect, failedRequest, rows, test } from "./test";

import type { BrowserContext, Page } from "@playwright/test";

/** Lets the browser's scripts see another language and another zone; undefined where it reports none. */
function report(context: BrowserContext, language: string | undefined, timeZone: string | undefined) {
  return context.addInitScript(
    ({ language, timeZone }) => {
      Object.defineProperty(navigator, "language", { get: () => language });
      Object.defineProperty(navigator, "languages", { get: () => (language === undefined ? [] : [language]) });
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...resolvedOptions.call(this), timeZone: timeZone as string };
      };
    },
    { language, timeZone },
  );
}

/** The message that says so. */
const told = (page: Page, text: string) => page.getByRole("list").filter({ hasText: text }).first();

async function signUp(page: Page) {
  await page.goto("/auth/signup?next=%2Faccount");
  await page.getByRole("textbox", { name: "Email" }).fill(`ann-${Date.now()}-${Math.random()}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/account");
}

for (const [language, timeZone] of [
  ["en-US@posix", "Etc/Unknown"],
  ["C", undefined],
  [undefined, "Mars/Phobos"],
  ["en_US.UTF-8", "CEST"],
] as const) {
  test(`every page works in a browser whose language is ${language} and whose zone is ${timeZone}`, async ({
    context,
    page,
    me,
  }) => {
    await report(context, language, timeZone);
    await me.call("PATCH", "/api/auth/profile", { timezone: "Europe/Paris" });
    const due = new Date(Date.now() + 100 * 86_400_000).toISOString();
    await me.call("POST", "/api/tasks", { title: "Pay rent", due_date: due, recurrence_pattern: "weekly" });
    await page.goto("/tasks");
    await expect(rows(page)).toHaveText([/Pay rent/]);
    await page.getByRole("combobox", { name: "New task" }).fill("Call Ann tomorrow 9am");
    await expect(page.getByRole("list", { name: "Understood" })).toHaveText(/Due tomorrow, 0?9:00/);
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveText([/Call Ann/, /Pay rent/]);
    await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
    await page.getByRole("button", { name: "Pay rent", exact: true }).click();
    await expect(page.getByRole("dialog").getByText("(Europe/Paris)")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Paris");
    await expect(page.getByText(/It is .* there now/)).toBeVisible();
    await expect(page.getByText("This device is in")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Devices" })).toBeVisible();

    await settled(page); // or what it still asks is refused
    await context.clearCookies();
    await page.evaluate(() => localStorage.clear());
    for (const path of ["/", "/auth/signin", "/auth/forgot", "/auth/reset?token=x", "/auth/verified"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
  });
}

test("a browser of three years ago signs in, adds and finds", async ({ context, page, person, expecting }) => {
  expecting(failedRequest);
  await context.addInitScript(() => {
    const younger: [object, string[]][] = [
      [AbortSignal, ["any"]],
      [Promise, ["withResolvers", "try"]],
      [Error, ["captureStackTrace"]],
      [Object, ["groupBy"]],
      [Map, ["groupBy"]],
      [Array, ["fromAsync"]],
      [URL, ["canParse", "parse"]],
      [RegExp, ["escape"]],
      [Intl, ["Segmenter", "DurationFormat"]],
      [
        Set.prototype,
        ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"],
      ],
      [window, ["requestIdleCallback", "cancelIdleCallback", "Iterator", "scheduler", "navigation", "Temporal"]],
      [Document.prototype, ["startViewTransition"]],
    ];
    for (const [object, names] of younger) for (const name of names) delete (object as Record<string, unknown>)[name];
  });
  const ann = await person();
  await page.goto("/auth/signin?next=%2Ftasks");
  await enter(page, { ...ann, password: "another horse" });
  await expect(page.getByText("Invalid email or password")).toBeVisible();
  await enter(page, ann);
  await page.getByRole("combobox", { name: "New task" }).fill("Buy milk");
  await page.keyboard.press("Enter");
  await page.getByRole("searchbox", { name: "Search" }).fill("MILK");
  await expect(rows(page)).toHaveText(["Buy milk"]);
  await expect.poll(() => ann.call("GET", "/api/tasks?limit=1")).toMatchObject({ total: 1 });
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Devices" })).toBeVisible();
});

test("a browser that says no zone signs up in UTC, and is told so", async ({ context, page }) => {
  await report(context, "en-GB", "Etc/Unknown");
  await signUp(page);
  await expect(
    told(page, "This browser does not report your time zone, so due dates are in UTC."),
  ).toBeVisible();
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
});

test("a zone that the server refuses at sign-up is told, and the account is there", async ({ page, expecting }) => {
  expecting(failedRequest);
  const headers = { "access-control-allow-origin": frontend, "access-control-allow-credentials": "true" };
  await page.route(`${backend}/api/auth/profile`, (route) =>
    route.request().method() === "PATCH"
      ? route.fulfill({ status: 422, json: { detail: "no" }, headers })
      : route.fallback(),
  );
  await signUp(page);
  await expect(told(page, "Your time zone, Europe/Paris, could not be set, so due dates are in UTC.")).toBeVisible();
});

test.describe("in India", () => {
  test.use({ timezoneId: "Asia/Calcutta" });

  test("the browser's old name of the zone is signed up with by its name of today, and either is found", async ({
    page,
  }) => {
    await signUp(page);
    await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Kolkata");
    for (const [typed, kept] of [
      ["Kyiv", "Europe/Kyiv"],
      ["calcutta", "Asia/Kolkata"],
      ["ho chi minh", "Asia/Ho_Chi_Minh"],
    ] as const) {
      await page.getByLabel("Time zone").fill(typed);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByLabel("Time zone")).toHaveValue(kept);
    }
  });
});

test("until the server has said the profile's zone, dates are in that which was heard last", async ({ page, me }) => {
  await me.call("PATCH", "/api/auth/profile", { timezone: "Pacific/Kiritimati" });
  const noon = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 22 * 3_600_000); // 12:00 there
  await me.call("POST", "/api/tasks", { title: "Call Ann", due_date: noon.toISOString() });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText([/12:00/]);
  await page.route(`${backend}/api/auth/me`, () => {}); // it is never answered
  await page.reload();
  await expect(rows(page)).toHaveText([/12:00/]);
});

test.describe("in Sweden", () => {
  test.use({ locale: "sv-SE" });

  test("titles are in the server's order before it has said it", async ({ page, me }) => {
    await me.call("POST", "/api/tasks", { title: "Banan" });
    await page.goto("/tasks?sort=title");
    await expect(rows(page)).toHaveText(["Banan"]);
    // the browser's own is another
    expect(await page.evaluate(() => new Intl.Collator("und").compare("Å", "Z"))).toBe(1);
    await page.route(`${backend}/api/tasks`, (route) =>
      route.request().method() === "POST" ? undefined : route.fallback(),
    );
    for (const title of ["Zebra", "Åka"]) {
      await page.getByRole("combobox", { name: "New task" }).fill(title);
      await page.keyboard.press("Enter");
    }
    await expect(rows(page)).toHaveText(["Åka", "Banan", "Zebra"]);
  });
});
