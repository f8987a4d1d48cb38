import { readFile } from "node:fs/promises";

import { frontend } from "./servers";
import { expect, failedRequest, mailedLink, signIn, test } from "./test";

const exact = { exact: true } as const;
const toastSaying = (text: string) => ({ hasText: text });

test.beforeEach(async ({ page, me }) => {
  void me;
  await page.goto("/account");
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
});

test("the name: in the header at once, on the server, and none at all", async ({ page, me }) => {
  await page.getByLabel("Name", exact).fill("Dr. Ann Berg");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Account of Dr. Ann Berg" })).toBeVisible();
  expect(await me.call("GET", "/api/auth/me")).toMatchObject({ full_name: "Dr. Ann Berg" });
  await page.getByLabel("Name", exact).fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: `Account of ${me.email}` })).toBeVisible();
  expect(await me.call("GET", "/api/auth/me")).toMatchObject({ full_name: null });
});

test("the time zone: one that there is, and tasks follow it", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", {
    title: "Call",
    due_date: new Date(Date.now() + 30 * 86400_000).toISOString().replace(/T.*/, "T20:00:00Z"),
  });
  await page.getByLabel("Time zone").fill("Mars/Phobos");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Time zone")).toHaveAccessibleDescription(/Please choose a time zone/);
  await page.getByLabel("Time zone").fill("tokyo");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
  expect(await me.call("GET", "/api/auth/me")).toMatchObject({ timezone: "Asia/Tokyo" });
  await page.getByRole("link", { name: "Upcoming" }).click();
  const due = page.locator("li[data-index] time");
  await expect(due).toHaveText(/05:00/); // of the next day
  await expect(due).toHaveAttribute("title", /Asia\/Tokyo/);
});

test("the password: wrong ones beside their fields, a right one ends the other sessions", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  const change = page.getByRole("button", { name: "Change password" });
  await page.getByLabel("Current password", exact).fill("wrong horse");
  await page.getByLabel("New password", exact).fill("short");
  await change.click();
  await expect(page.getByLabel("New password", exact)).toHaveAccessibleDescription(
    /Password must be at least 8 characters/,
  );
  await page.getByLabel("New password", exact).fill("a new horse");
  await change.click();
  await expect(page.getByLabel("Current password", exact)).toHaveAccessibleDescription(
    /This is not your current password/,
  );
  await page.getByLabel("Current password", exact).fill(me.password);
  await change.click();
  await expect(page.getByRole("list").filter(toastSaying("Your password has been changed")).first()).toBeVisible();
  await expect(me.call("GET", "/api/auth/me")).rejects.toThrow("401");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible(); // this one lives on
});

test("sessions: which device, which is this one, and an end to another", async ({ page, me }) => {
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText("This device");
  await sessions.last().getByRole("button", { name: /^End/ }).click();
  await expect(sessions).toHaveCount(1);
  await expect.poll(() => me.call("GET", "/api/auth/me").catch((e: Error) => e.message)).toContain("401");
});

test("all other sessions end at once", async ({ page, me, context, browser }) => {
  const elsewhere = await browser.newContext();
  await signIn(elsewhere, me);
  await page.reload();
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(3);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(sessions).toHaveCount(1);
  await expect.poll(() => me.call("GET", "/api/auth/me").catch((e: Error) => e.message)).toContain("401");
  await expect.poll(async () => (await elsewhere.request.get("http://localhost:7860/api/auth/me")).status()).toBe(401);
  await elsewhere.close();
  expect((await context.request.get("http://localhost:7860/api/auth/me")).status()).toBe(200);
});

test("the address: the link to the new one makes it the account's", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  await expect(page.getByText("Not confirmed yet")).toBeVisible();
  await page.getByRole("button", { name: "Send the link again" }).click();
  await expect(page.getByText(`A link is on its way to ${me.email}.`)).toBeVisible();
  await page.goto(await mailedLink(me.email, "/verify-email"));
  await expect(page.getByRole("heading", { name: "Your email address is confirmed" })).toBeVisible();

  await page.goto("/account");
  await expect(page.getByText("Confirmed", exact)).toBeVisible();
  await page.getByLabel("New email").fill(me.email);
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByLabel("New email")).toHaveAccessibleDescription(/This is already your email address/);
  const other = me.email.replace("@", "+new@");
  await page.getByLabel("New email").fill(other);
  const allowed = { "access-control-allow-origin": frontend, "access-control-allow-credentials": "true" };
  await page.route("**/api/auth/change-email", (route) =>
    // as in a session of more than a day
    (route.request().postDataJSON() as { password?: string }).password
      ? route.continue()
      : route.fulfill({
          status: 403,
          json: { message: "Session is not fresh", code: "SESSION_NOT_FRESH" },
          headers: allowed,
        }),
  );
  await page.getByRole("button", { name: "Change email" }).click();
  const email = page.locator("form").filter({ has: page.getByLabel("New email") });
  await expect(email.getByLabel("Current password", exact)).toHaveAccessibleDescription(
    /You signed in more than a day ago/,
  );
  await email.getByLabel("Current password", exact).fill(me.password);
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByText(`A link was sent to ${other}`)).toBeVisible();
  expect(await me.call("GET", "/api/auth/me")).toMatchObject({ email: me.email });
  await page.goto(await mailedLink(other, "/verify-email"));
  await expect(page.getByRole("heading", { name: "Your email address is confirmed" })).toBeVisible();
  expect(await me.call("GET", "/api/auth/me")).toMatchObject({ email: other });
});

test("the theme is chosen, and kept without a flash", async ({ page, expecting }) => {
  expecting(failedRequest);
  await page.emulateMedia({ colorScheme: "light" });
  const page_ = page.locator("html");
  const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor === "rgb(20, 19, 18)");
  expect(await dark()).toBe(false);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page_).toHaveAttribute("data-theme", "dark");
  expect(await dark()).toBe(true);
  await page.route("**/*.js", (route) => route.abort()); // the page itself sets it
  await page.reload();
  expect(await dark()).toBe(true);
  await page.unroute("**/*.js");
  await page.reload();
  expect(await dark()).toBe(true);
  await page.getByRole("radio", { name: "System" }).check();
  await expect.poll(dark).toBe(false);
});

test("your data: a file in each form", async ({ page, me }) => {
  await me.call("POST", "/api/tasks", { title: "Buy milk" });
  const button = (name: string) => page.getByRole("button", { name: `Save as ${name}` });
  for (const [name, file, text] of [
    ["JSON", "todo.json", `"title":"Buy milk"`],
    ["CSV", "todo.csv", ",Buy milk,"],
    ["iCalendar", "todo.ics", "SUMMARY:Buy milk\r\n"],
  ] as const) {
    const downloads = page.waitForEvent("download");
    await button(name).click();
    const download = await downloads;
    expect(download.suggestedFilename()).toBe(file);
    expect(await readFile(await download.path(), "utf8")).toContain(text);
    await expect(button(name)).toHaveText(name);
  }
});

test("deleting the account asks for the password, and takes everything", async ({ page, me, expecting }) => {
  expecting(failedRequest);
  await page.getByRole("button", { name: "Delete my account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await dialog.getByRole("button", { name: "Keep my account" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Delete my account" }).click();
  await dialog.getByLabel("Your password", exact).fill("wrong horse");
  await dialog.getByRole("button", { name: "Delete everything" }).click();
  await expect(dialog.getByLabel("Your password", exact)).toHaveAccessibleDescription(
    /This is not your current password/,
  );
  await dialog.getByLabel("Your password", exact).fill(me.password);
  await dialog.getByRole("button", { name: "Delete everything" }).click();
  await expect(page.getByText("Your account has been deleted.")).toBeVisible();
  await expect(me.call("GET", "/api/auth/me")).rejects.toThrow("401");
  await page.getByRole("textbox", { name: "Email" }).fill(me.email);
  await page.getByLabel("Password", exact).fill(me.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Invalid email or password" })).toBeVisible();
});
