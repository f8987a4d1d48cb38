import { describe, expect, test } from "vitest";
import { expireResets } from "./database.ts";
import { Browser, freshEmail, link, password, signIn, signUp, signedIn, world } from "./world.ts";

describe("reset of the password", () => {
  const next = "another battery";
  const message = "If this email exists in our system, check your email for the reset link";
  const resetToken = (link: string) => new URL(link).pathname.split("/").pop()!;

  // asked is a user who has asked for a reset; their mails are that of
  // sign-up and the reset.
  async function asked(redirectTo?: string) {
    const one = await signUp();
    await link(one.email);
    const { data } = await new Browser().client.requestPasswordReset({ email: one.email.toUpperCase(), redirectTo });
    expect(data).toEqual({ status: true, message });
    return { ...one, reset: await link(one.email, 2) };
  }

  test.each([
    ["/new-password", `${world.baseURL}/new-password?token=`],
    ["/new-password?a=1", `${world.baseURL}/new-password?a=1&token=`],
    [`${world.frontend}/new?a=1`, `${world.frontend}/new?a=1&token=`],
  ])("leads %s to %s", async (redirectTo, location) => {
    const { reset } = await asked(redirectTo);
    expect(new URL(reset).pathname).toMatch(/^\/api\/auth\/reset-password\/[^/]+$/);
    const reply = await new Browser().open(reset);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, location + resetToken(reset)]);
  });

  test("sets the password, once, and ends every session", async () => {
    const { browser, email, reset } = await asked("/new-password");
    const to = new URL((await new Browser().open(reset)).headers.get("location")!);
    const token = to.searchParams.get("token")!;
    const { client } = new Browser();
    expect((await client.resetPassword({ newPassword: next, token })).data).toEqual({ status: true });
    expect(await signedIn(browser)).toBe(false);
    await signIn(email, next);
    expect((await new Browser().client.signIn.email({ email, password })).error).toMatchObject({ status: 401 });

    const { error } = await client.resetPassword({ newPassword: "a third battery", token });
    expect(error).toMatchObject({ status: 400, code: "INVALID_TOKEN", message: "Invalid token" });
    const reply = await new Browser().open(reset);
    expect([reply.status, reply.headers.get("location")]).toEqual([
      302,
      `${world.baseURL}/new-password?error=INVALID_TOKEN`,
    ]);
    await signIn(email, next);
  });

  test("is refused after the link has expired", async () => {
    const { email, reset, user } = await asked("/new-password");
    await expireResets(user.id);
    const reply = await new Browser().open(reset);
    expect([reply.status, reply.headers.get("location")]).toEqual([
      302,
      `${world.baseURL}/new-password?error=INVALID_TOKEN`,
    ]);
    const { error } = await new Browser().client.resetPassword({ newPassword: next, token: resetToken(reset) });
    expect(error).toMatchObject({ status: 400, code: "INVALID_TOKEN" });
    await signIn(email);
  });

  test("takes the token in the query", async () => {
    const { email, reset } = await asked("/new-password");
    const reply = await new Browser().send("POST", `/reset-password?token=${resetToken(reset)}`, {
      body: { newPassword: next },
    });
    expect([reply.status, reply.json]).toEqual([200, { status: true }]);
    await signIn(email, next);
  });

  test("keeps the token when the password is refused", async () => {
    const { email, reset } = await asked();
    const token = resetToken(reset);
    const { client } = new Browser();
    expect((await client.resetPassword({ newPassword: "short", token })).error).toMatchObject({
      status: 400,
      code: "PASSWORD_TOO_SHORT",
    });
    expect((await client.resetPassword({ newPassword: "x".repeat(129), token })).error).toMatchObject({
      status: 400,
      code: "PASSWORD_TOO_LONG",
    });
    expect((await client.resetPassword({ newPassword: next, token })).error).toBeNull();
    await signIn(email, next);
  });

  test.each([
    ["no token", { newPassword: next }, "INVALID_TOKEN"],
    ["an unknown token", { newPassword: next, token: "unknown" }, "INVALID_TOKEN"],
    ["no password", { token: "unknown" }, "VALIDATION_ERROR"],
    ["a short password before an unknown token", { newPassword: "short", token: "unknown" }, "PASSWORD_TOO_SHORT"],
  ])("refuses %s", async (_, body, code) => {
    const reply = await new Browser().send("POST", "/reset-password", { body });
    expect([reply.status, reply.json.code]).toEqual([400, code]);
  });

  test("says the same of an unknown address", async () => {
    expect((await new Browser().client.requestPasswordReset({ email: freshEmail() })).data).toEqual({
      status: true,
      message,
    });
  });

  test("refuses what is no address, and a redirectTo that is not trusted", async () => {
    const { client } = new Browser();
    expect((await client.requestPasswordReset({ email: "nobody" })).error).toMatchObject({
      status: 400,
      code: "VALIDATION_ERROR",
    });
    expect(
      (await client.requestPasswordReset({ email: freshEmail(), redirectTo: "https://evil.example" })).error,
    ).toMatchObject({
      status: 403,
      code: "INVALID_REDIRECT_URL",
    });
  });

  test("by a link with an unknown token, an untrusted callbackURL, or none", async () => {
    const get = (path: string) => new Browser().send("GET", "/reset-password/" + path);
    const unknown = await get("unknown?callbackURL=/new");
    expect([unknown.status, unknown.headers.get("location")]).toEqual([
      302,
      `${world.baseURL}/new?error=INVALID_TOKEN`,
    ]);
    const there = await get(`unknown?callbackURL=${encodeURIComponent(world.frontend + "/new?a=1")}`);
    expect([there.status, there.headers.get("location")]).toEqual([
      302,
      `${world.frontend}/new?a=1&error=INVALID_TOKEN`,
    ]);
    const untrusted = await get("unknown?callbackURL=https://evil.example");
    expect([untrusted.status, untrusted.json.code]).toEqual([403, "INVALID_CALLBACK_URL"]);
    const none = await get("unknown");
    expect([none.status, none.json.code]).toEqual([400, "VALIDATION_ERROR"]);
    const empty = await get("unknown?callbackURL=");
    expect([empty.status, empty.headers.get("location")]).toEqual([
      302,
      `${world.baseURL}/api/auth/error?error=INVALID_TOKEN`,
    ]);
  });
});
