import { backend } from "./servers";
import { disconnected, expect, failedRequest, mailedLink, signIn, test } from "./test";

const email = { name: "Email" } as const;
const password = (label: string) => ({ label, exact: true }) as const;

test.describe("refused input stands beside its field, which has the focus", () => {
  const cases: [path: string, button: string, fields: Record<string, string>, wrong: string, sentence: string][] = [
    [
      "/auth/signup",
      "Create account",
      { Email: "ann", Password: "correct horse" },
      "Email",
      "Please enter a valid email address",
    ],
    [
      "/auth/signup",
      "Create account",
      { Email: "ann@localhost", Password: "correct horse" },
      "Email",
      "Please enter a valid email address",
    ],
    [
      "/auth/signup",
      "Create account",
      { Email: "ann@example.com", Password: "1234567" },
      "Password",
      "Password must be at least 8 characters",
    ],
    [
      "/auth/signup",
      "Create account",
      { Email: "ann@example.com", Password: "x".repeat(129) },
      "Password",
      "Password must be 128 characters or less",
    ],
    [
      "/auth/signup",
      "Create account",
      { "Name (optional)": "x".repeat(256), Email: "ann@example.com", Password: "correct horse" },
      "Name (optional)",
      "Name must be 255 characters or less",
    ],
    ["/auth/signin", "Sign in", { Email: "", Password: "x" }, "Email", "Please enter a valid email address"],
    ["/auth/signin", "Sign in", { Email: "ann@example.com", Password: "" }, "Password", "Please enter your password"],
    ["/auth/forgot", "Send the link", { Email: "ann@" }, "Email", "Please enter a valid email address"],
    [
      "/auth/reset?token=x",
      "Set password",
      { "New password": "short" },
      "New password",
      "Password must be at least 8 characters",
    ],
  ];
  for (const [path, button, fields, wrong, sentence] of cases) {
    test(`${path}: ${wrong} ${JSON.stringify(fields[wrong]?.slice(0, 20))}`, async ({ page }) => {
      await page.goto(path);
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole("button", { name: button, exact: true }).click();
      const field = page.getByLabel(wrong, { exact: true });
      await expect(field).toBeFocused();
      await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(field).toHaveAttribute("aria-invalid", "true");
    });
  }
});

test("an address that has an account already is refused beside its field", async ({ page, person, expecting }) => {
  expecting(failedRequest);
  const ann = await person();
  await page.goto("/auth/signup");
  await page.getByRole("textbox", email).fill(ann.email.toUpperCase());
  await page.getByLabel("Password", password("Password")).fill("another horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("textbox", email)).toHaveAccessibleDescription(
    /An account with this email already exists/,
  );
});

test("signing up leads on, and sets the time zone of the browser", async ({ page }) => {
  await page.goto("/auth/signup?next=%2Faccount");
  await page.getByLabel("Name (optional)").fill("Ann Berg");
  await page.getByRole("textbox", email).fill(`ann-${Date.now()}@example.com`);
  await page.getByLabel("Password", password("Password")).fill("correct horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/account");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Paris");
  await expect(page.getByRole("button", { name: "Account of Ann Berg" })).toBeVisible();
});

test("the same sentence for an unknown address and a wrong password", async ({ page, person, expecting }) => {
  expecting(failedRequest);
  const ann = await person();
  await page.goto("/auth/signin");
  for (const address of [ann.email, "nobody-at-all@example.com"]) {
    await page.getByRole("textbox", email).fill(address);
    await page.getByLabel("Password", password("Password")).fill("wrong horse");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Invalid email or password" })).toBeVisible();
  }
});

test("the server cannot be reached: it says so, and the form still works", async ({
  page,
  person,
  context,
  expecting,
}) => {
  expecting(...disconnected);
  const ann = await person();
  await page.goto("/auth/signin");
  await page.getByRole("textbox", email).fill(ann.email);
  await page.getByLabel("Password", password("Password")).fill(ann.password);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "You are offline" })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/tasks?view=today");
});

for (const [remember, end] of [
  [true, "to be remembered outlasts"],
  [false, "not to be remembered ends with"],
] as const) {
  test(`a session that is ${end} the browser`, async ({ page, person }) => {
    const ann = await person();
    await page.goto("/auth/signin");
    await page.getByRole("textbox", email).fill(ann.email);
    await page.getByLabel("Password", password("Password")).fill(ann.password);
    await page.getByRole("checkbox", { name: "Remember me" }).setChecked(remember);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL("/tasks?view=today");
    const cookie = (await page.context().cookies(backend)).find((c) => c.name === "better-auth.session_token");
    if (remember) expect(cookie?.expires).toBeGreaterThan(Date.now() / 1000 + 6 * 86400);
    else expect(cookie?.expires).toBe(-1);
  });
}

test("somebody who is signed in is led on from the sign-in page", async ({ page, context, person }) => {
  await signIn(context, await person());
  await page.goto("/auth/signin?next=%2Ftasks%3Fstate%3Dall");
  await expect(page).toHaveURL("/tasks?state=all");
});

test("a forgotten password: the mail's link sets a new one, once, and ends every session", async ({
  page,
  person,
  expecting,
}) => {
  expecting(failedRequest);
  const ann = await person();
  await page.goto("/auth/signin?next=%2Faccount");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByRole("textbox", email).fill(ann.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(
    page.getByText("If this email has an account, a link to set a new password is on its way."),
  ).toBeVisible();
  const link = await mailedLink(ann.email, "/reset-password/");
  await page.goto(link);
  await expect(page).toHaveURL("/auth/reset"); // the token is not in the address any more
  await page.getByLabel("New password", password("New password")).fill("a new horse");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your new password is set. Please sign in.")).toBeVisible();
  await expect(ann.call("GET", "/api/auth/me")).rejects.toThrow("401");
  await page.getByRole("textbox", email).fill(ann.email);
  await page.getByLabel("Password", password("Password")).fill("a new horse");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/tasks?view=today");

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link is no longer valid" })).toBeVisible();
  await page.getByRole("link", { name: "Request a new link" }).click();
  await expect(page).toHaveURL(/\/auth\/forgot/);
});

test("a token that nobody made is refused when it is used", async ({ page, expecting }) => {
  expecting(failedRequest);
  await page.goto("/auth/reset?token=made-up");
  await page.getByLabel("New password", password("New password")).fill("a new horse");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { name: "This link is no longer valid" })).toBeVisible();
});

test("an address without an account gets the same answer", async ({ page }) => {
  await page.goto("/auth/forgot");
  await page.getByRole("textbox", email).fill("nobody-at-all@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(
    page.getByText("If this email has an account, a link to set a new password is on its way."),
  ).toBeVisible();
});

test("the mail of the sign-up confirms the address", async ({ page }) => {
  const address = `ann-${Date.now()}@example.com`;
  await page.goto("/auth/signup");
  await page.getByRole("textbox", email).fill(address);
  await page.getByLabel("Password", password("Password")).fill("correct horse");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/tasks?view=today");
  await page.goto(await mailedLink(address, "/verify-email"));
  await expect(page).toHaveURL("/auth/verified");
  await expect(page.getByRole("heading", { name: "Your email address is confirmed" })).toBeVisible();
  await page.goto("/account");
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
});

for (const [error, sentence] of [
  ["TOKEN_EXPIRED", "The link has expired: it was valid for an hour."],
  ["USER_NOT_FOUND", "The account that this link belongs to no longer exists."],
  ["toString", "The link could not be used."],
  ["<script>", "The link could not be used."],
] as const) {
  test(`a link that does not confirm: ${error}`, async ({ page }) => {
    await page.goto(`/auth/verified?error=${encodeURIComponent(error)}`);
    await expect(page.getByRole("heading", { name: "Your email address is not confirmed" })).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
  });
}

test("a page that does not exist says so, and leads back", async ({ page, expecting }) => {
  expecting(failedRequest);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the home page" }).click();
  await expect(page).toHaveURL("/");
});
