import { backend } from "./servers";
import { settled } from "./tasks-page";
import { disconnected, enter, expect, failedRequest, rows, signIn, test, type Person } from "./test";

/** Ends every session of a person's but the one that asks. */
async function endOthers(who: Person) {
  const { sessions } = await who.call("GET", "/api/auth/sessions");
  for (const session of sessions) {
    if (!session.current) await who.call("DELETE", `/api/auth/sessions/${session.id}`);
  }
}

test("nobody is signed in: to the sign-in page, and back to the very place", async ({ page, person }) => {
  const ann = await person();
  await page.goto("/tasks?state=all&tag=home");
  await expect(page).toHaveURL(/\/auth\/signin\?next=/);
  await expect(page.getByText("Your session has ended")).toBeHidden();
  await enter(page, ann);
  await expect(page).toHaveURL("/tasks?state=all&tag=home");
  await expect(page.getByRole("heading", { name: "#home" })).toBeVisible();
});

test("a session that ended elsewhere: a sentence, and back again with nothing lost", async ({
  page,
  me,
  expecting,
}) => {
  expecting(failedRequest);
  await me.call("POST", "/api/tasks", { title: "Milk" });
  await page.goto("/tasks?sort=title");
  await expect(rows(page)).toHaveCount(1);
  await settled(page);
  await endOthers(me);
  await page.getByRole("combobox", { name: "New task" }).fill("Bread");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/auth\/signin\?/);
  await expect(page.getByText("Your session has ended. Please sign in again.")).toBeVisible();
  await enter(page, me);
  await expect(page).toHaveURL("/tasks?sort=title");
  await expect(rows(page)).toHaveText([/Bread/, /Milk/]);
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 2 });
});

test("what one user could not send is never the next one's", async ({ page, me, person, context, expecting }) => {
  expecting(failedRequest);
  const bob = await person("Bob");
  await page.goto("/tasks");
  await expect(page.getByText("Your list is empty")).toBeVisible();
  await settled(page);
  await endOthers(me);
  await page.getByRole("combobox", { name: "New task" }).fill("Ann's secret");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await enter(page, bob);
  await expect(page.getByText("Your list is empty")).toBeVisible();
  await expect(page.getByRole("button", { name: "Account of Bob" })).toBeVisible();
  await page.getByRole("combobox", { name: "New task" }).fill("Bob's own");
  await page.keyboard.press("Enter");
  await expect.poll(() => bob.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Bob's own" }] });
  expect(await me.call("GET", "/api/tasks")).toMatchObject({ total: 0 });
  await signIn(context, me); // Ann is back
  await page.goto("/tasks");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Ann's secret" }] });
});

test("somebody else signs in in another tab: this one shows theirs, and nothing of the first", async ({
  page,
  me,
  person,
  context,
}) => {
  const bob = await person("Bob");
  await me.call("POST", "/api/tasks", { title: "Ann's task" });
  await bob.call("POST", "/api/tasks", { title: "Bob's task" });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText(/Ann's task/);
  await signIn(context, bob); // the cookie is Bob's now
  const other = await context.newPage();
  await other.goto("/tasks");
  await expect(rows(other)).toHaveText(/Bob's task/);
  await expect(rows(page)).toHaveText(/Bob's task/);
  await expect(page.getByText("Ann's task")).toBeHidden();
});

test("two users at once see their own tasks alone", async ({ browser, me, page, person }) => {
  const bob = await person("Bob");
  const elsewhere = await browser.newContext();
  await signIn(elsewhere, bob);
  const bobs = await elsewhere.newPage();
  await Promise.all([page.goto("/tasks"), bobs.goto("/tasks")]);
  await page.getByRole("combobox", { name: "New task" }).fill("Of Ann");
  await page.keyboard.press("Enter");
  await bobs.getByRole("combobox", { name: "New task" }).fill("Of Bob");
  await bobs.keyboard.press("Enter");
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Of Ann" }] });
  await expect.poll(() => bob.call("GET", "/api/tasks")).toMatchObject({ total: 1, tasks: [{ title: "Of Bob" }] });
  await Promise.all([page.reload(), bobs.reload()]);
  await expect(rows(page)).toHaveText(/Of Ann/);
  await expect(rows(bobs)).toHaveText(/Of Bob/);
  await elsewhere.close();
});

test("two tabs of one user show the same", async ({ page, me, context }) => {
  const other = await context.newPage();
  await page.goto("/tasks");
  await other.goto("/tasks");
  await expect(other.getByText("Your list is empty")).toBeVisible();
  await page.getByRole("combobox", { name: "New task" }).fill("Milk");
  await page.keyboard.press("Enter");
  await expect(rows(other)).toHaveText(/Milk/);
  await other.getByRole("checkbox", { name: "Done: Milk" }).click();
  await expect(page.getByText("1 task, 1 completed")).toBeVisible();
  await expect.poll(() => me.call("GET", "/api/tasks")).toMatchObject({ total: 1, completed: 1 });
});

test("signing out ends the session, and other tabs leave too", async ({ page, me, context }) => {
  const other = await context.newPage();
  await other.goto("/tasks");
  await expect(other.getByText("Your list is empty")).toBeVisible();
  await page.goto("/tasks");
  await page.getByRole("button", { name: `Account of ${me.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await expect(other).toHaveURL(/\/auth\/signin/);
  const { sessions } = await me.call("GET", "/api/auth/sessions");
  expect(sessions).toHaveLength(1); // that of the test itself
  await page.goto("/tasks");
  await expect(page).toHaveURL(/\/auth\/signin/);
  await expect(page.getByText("Your session has ended")).toBeHidden();
});

test("signing out without a connection says that one is still signed in", async ({ page, me, context, expecting }) => {
  expecting(...disconnected);
  await page.goto("/tasks");
  await expect(page.getByText("Your list is empty")).toBeVisible();
  await page.getByRole("button", { name: `Account of ${me.name}` }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are still signed in").first()).toBeVisible();
  await expect(page).toHaveURL("/tasks");
});

test("no token is within reach of scripts", async ({ page, person }) => {
  const ann = await person();
  await page.goto("/auth/signin");
  await enter(page, ann);
  await expect(page.getByText("Your list is empty")).toBeVisible();
  const cookies = await page.context().cookies(backend);
  expect(cookies.find((c) => c.name === "better-auth.session_token")).toMatchObject({
    httpOnly: true,
    sameSite: "Lax",
  });
  const token =
    decodeURIComponent(cookies.find((c) => c.name === "better-auth.session_token")?.value ?? "").split(".")[0] ?? "";
  expect(token).not.toBe("");
  const reach = await page.evaluate(() =>
    JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(reach).not.toContain(token);
  expect(reach).not.toMatch(/eyJ/); // nor a JWT
});

test.describe("a device that knows nobody asks before its scripts are here", () => {
  const scripts = "**/_next/static/chunks/**";

  test("each answer is used, and asked for once", async ({ page, me }) => {
    const list = await me.call("POST", "/api/lists", { name: "Work" });
    for (const list_id of [me.id, list.id]) await me.call("POST", "/api/tasks", { title: "Milk", list_id });
    const feeds = [me.id, list.id].map((id) => `/api/lists/${id}/changes`);
    const early = ["/api/auth/get-session", "/api/auth/me", "/api/lists", ...feeds].sort();
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (early.includes(pathname)) asked.push(pathname);
    });
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    await page.route(scripts, async (route) => {
      await held;
      await route.fallback();
    });
    await page.goto("/tasks?view=all", { waitUntil: "commit" });
    await expect.poll(() => [...asked].sort()).toEqual(early);
    go();
    await expect(rows(page)).toHaveCount(2);
    expect([...asked].sort()).toEqual(early);
  });

  test("an answer that does not come is asked for again", async ({ page, me, expecting }) => {
    expecting(failedRequest);
    await me.call("POST", "/api/tasks", { title: "Milk" });
    const failed = new Set<string>();
    await page.route(/\/api\/(lists|auth\/get-session)/, async (route) => {
      const url = route.request().url();
      if (failed.has(url)) return route.fallback();
      failed.add(url);
      await route.abort("connectionreset");
    });
    await page.goto("/tasks");
    await expect(rows(page)).toHaveCount(1);
  });
});
