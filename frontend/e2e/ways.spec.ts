import https from "node:https";

import { certificate, forward } from "./proxy";
import { backend, frontend, oneOrigin, otherSite, preview } from "./servers";
import { display } from "./tasks-page";
import { enter, expect, failedRequest, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

async function journey(page: Page, origin: string, who: Person) {
  await page.goto(`${origin}/tasks`);
  await expect(page).toHaveURL(/\/auth\/signin/);
  await enter(page, who);
  await expect(page).toHaveURL(`${origin}/tasks`);
  await page.getByRole("combobox", { name: "New task" }).fill("Milk #home");
  await page.keyboard.press("Enter");
  await expect.poll(() => who.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Milk" }] });
  await page.getByRole("checkbox", { name: "Done: Milk" }).click();
  await expect.poll(() => who.call("GET", "/api/tasks")).toMatchObject({ completed: 1 });
  await display(page, "All");
  await rows(page).hover();
  await page.getByRole("button", { name: "Delete: Milk" }).click();
  await page.getByRole("button", { name: "Dismiss" }).last().click();
  await expect.poll(() => who.call("GET", "/api/tasks")).toMatchObject({ total: 0 });
}

async function leave(page: Page, who: Person, origin: string) {
  await page.getByRole("button", { name: `Account of ${who.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${origin}/`);
  const { sessions } = await who.call("GET", "/api/auth/sessions");
  expect(sessions).toHaveLength(1);
}

test("across origins, with the cookie", async ({ page, person }) => {
  const ann = await person();
  await journey(page, frontend, ann);
  await page.reload();
  await expect(page.getByText("Your list is empty")).toBeVisible(); // still signed in
  await leave(page, ann, frontend);
});

for (const [way, origin] of [
  ["forwarded", oneOrigin],
  ["from the backend itself", backend],
] as const) {
  test(`on one origin, ${way}: the browser never speaks to another, and the cookie is first-party`, async ({
    page,
    person,
  }) => {
    const requests: string[] = [];
    page.on("request", (request) => void requests.push(request.url()));
    const ann = await person();
    await journey(page, origin, ann);
    await page.reload();
    await expect(page.getByText("Your list is empty")).toBeVisible();
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"))).toEqual([]);
    const policy = (await page.request.get(`${origin}/tasks`)).headers()["content-security-policy"];
    expect(policy).toContain("connect-src 'self';");
    await leave(page, ann, origin);
  });
}

test("the browser refuses the cookie of another site: the session lives in memory, and says so", async ({
  page,
  person,
}) => {
  const ann = await person();
  await journey(page, otherSite, ann);
  const cookies = await page.context().cookies();
  expect(cookies.filter((c) => c.name.includes("session_token"))).toEqual([]);
  expect(
    await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])),
  ).not.toMatch(/token/i);
  await leave(page, ann, otherSite);
});

test("... until the page is reloaded", async ({ page, person, expecting }) => {
  expecting(failedRequest);
  const ann = await person();
  await page.goto(`${otherSite}/auth/signin`);
  await enter(page, ann);
  await expect(page).toHaveURL(`${otherSite}/tasks?view=today`);
  await expect(page.getByText(/until.*(reload|close)/i).first()).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/auth\/signin/);
});

test.describe("on a Vercel preview", () => {
  test.use({ ignoreHTTPSErrors: true });

  test("the backend allows no cookie: the bearer token does", async ({ page, person, expecting }) => {
    // The browser's own message about the first request, which has credentials.
    expecting(failedRequest, /CORS policy/);
    const server = https.createServer(certificate(new URL(preview).host), (request, response) =>
      forward(request, response, new URL(request.url ?? "/", frontend)),
    );
    await new Promise<void>((resolve) => server.listen(3443, "127.0.0.1", resolve));
    try {
      const ann = await person();
      await journey(page, preview, ann);
      expect((await page.context().cookies(backend)).filter((c) => c.name.includes("session_token"))).toEqual([]);
      await leave(page, ann, preview);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
