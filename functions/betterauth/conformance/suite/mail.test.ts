// What goes by links in mails: verification, change of address, reset.
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import {
  Browser,
  expireResets,
  freshEmail,
  link,
  links,
  password,
  setCookies,
  signIn,
  signUp,
  signedIn,
  world,
} from "./world.ts";

const tokenOf = (link: string) => new URL(link).searchParams.get("token")!;

describe("verify-email", () => {
  test("by the link of sign-up, which leads to /", async () => {
    const { browser, client, email } = await signUp();
    const reply = await new Browser().open(await link(email));
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toBe("/");
    expect(setCookies(reply)).toEqual([]);
    expect((await client.getSession()).data!.user.emailVerified).toBe(true);
    expect(await signedIn(browser)).toBe(true);
  });

  test("through the client, without callbackURL, answers with a body", async () => {
    const { client, email } = await signUp();
    const { data, error } = await client.verifyEmail({ query: { token: tokenOf(await link(email)) } });
    expect(error).toBeNull();
    expect(data).toEqual({ status: true, user: null });
    expect((await client.getSession()).data!.user.emailVerified).toBe(true);
  });

  test("twice is a success", async () => {
    const { email } = await signUp();
    const verify = await link(email);
    for (let i = 0; i < 2; i++) {
      const reply = await new Browser().open(verify);
      expect([reply.status, reply.headers.get("location")]).toEqual([302, "/"]);
    }
    expect((await new Browser().client.verifyEmail({ query: { token: tokenOf(verify) } })).data).toEqual({
      status: true,
      user: null,
    });
  });

  test.each([
    ["/x", "/x?error=INVALID_TOKEN"],
    ["/x?a=1#part", "/x?a=1&error=INVALID_TOKEN#part"],
    [`${world.frontend}/x?a=1`, `${world.frontend}/x?a=1&error=INVALID_TOKEN`],
  ])("with a bad token leads %s to %s", async (callbackURL, location) => {
    const reply = await new Browser().send(
      "GET",
      `/verify-email?token=bad&callbackURL=${encodeURIComponent(callbackURL)}`,
    );
    expect([reply.status, reply.headers.get("location")]).toEqual([302, location]);
  });

  test("with a bad token and no callbackURL is 401", async () => {
    const { error } = await new Browser().client.verifyEmail({ query: { token: "bad" } });
    expect(error).toMatchObject({ status: 401, code: "INVALID_TOKEN", message: "Invalid token" });
  });

  test("needs a token, and a callbackURL that is trusted", async () => {
    const none = await new Browser().send("GET", "/verify-email");
    expect([none.status, none.json.code]).toEqual([400, "VALIDATION_ERROR"]);
    const untrusted = await new Browser().send("GET", "/verify-email?token=bad&callbackURL=https://evil.example");
    expect([untrusted.status, untrusted.json.code]).toEqual([403, "INVALID_CALLBACK_URL"]);
  });

  test("after the user is gone", async () => {
    const { client, email } = await signUp();
    const verify = await link(email);
    await client.deleteUser({ password });
    const reply = await new Browser().open(verify);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/?error=USER_NOT_FOUND"]);
    const { error } = await new Browser().client.verifyEmail({ query: { token: tokenOf(verify) } });
    expect(error).toMatchObject({ status: 401, code: "USER_NOT_FOUND" });
  });

  test("does not take the link of an earlier user of the address", async () => {
    const { client, email } = await signUp();
    const verify = await link(email);
    await client.deleteUser({ password });
    const again = new Browser();
    await again.client.signUp.email({ name: "Ann", email, password });
    const { error } = await new Browser().client.verifyEmail({ query: { token: tokenOf(verify) } });
    expect(error).toMatchObject({ status: 401, code: "INVALID_TOKEN" });
    expect((await again.client.getSession()).data!.user.emailVerified).toBe(false);
  });

  test("with an expired token, and with one of another secret", async () => {
    const { email, user } = await signUp();
    const token = (secret: string, exp: number) =>
      new SignJWT({ email, userId: user.id })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuedAt()
        .setExpirationTime(exp)
        .sign(new TextEncoder().encode(secret));
    const now = Math.floor(Date.now() / 1000);
    const forged = await token("another secret, as long as the right one", now + 60);
    const { error: refused } = await new Browser().client.verifyEmail({ query: { token: forged } });
    expect(refused).toMatchObject({ status: 401, code: "INVALID_TOKEN" });
    const old = await token(world.secret, now - 60);
    const { error } = await new Browser().client.verifyEmail({ query: { token: old } });
    expect(error).toMatchObject({ status: 401, code: "TOKEN_EXPIRED" });
    const reply = await new Browser().send("GET", `/verify-email?token=${old}&callbackURL=/x`);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/x?error=TOKEN_EXPIRED"]);
  });
});

describe("send-verification-email", () => {
  test("mails the own address another link", async () => {
    const { client, email } = await signUp();
    await link(email); // of sign-up, which may be mailed later than asked for
    const { data } = await client.sendVerificationEmail({ email: email.toUpperCase(), callbackURL: "/done" });
    expect(data).toEqual({ status: true });
    const reply = await new Browser().open(await link(email, 2));
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/done"]);
    expect((await client.getSession()).data!.user.emailVerified).toBe(true);
  });

  test("without a session mails too, and says the same of unknown addresses", async () => {
    const { email } = await signUp();
    await link(email); // of sign-up, which may be mailed later than asked for
    expect((await new Browser().client.sendVerificationEmail({ email })).data).toEqual({ status: true });
    await link(email, 2);
    expect((await new Browser().client.sendVerificationEmail({ email: freshEmail() })).data).toEqual({ status: true });
  });

  test("refuses another's address, and one that is verified", async () => {
    const { client, email } = await signUp();
    expect((await client.sendVerificationEmail({ email: freshEmail() })).error).toMatchObject({
      status: 400,
      code: "EMAIL_MISMATCH",
    });
    await new Browser().open(await link(email));
    expect((await client.sendVerificationEmail({ email })).error).toMatchObject({
      status: 400,
      code: "EMAIL_ALREADY_VERIFIED",
    });
  });

  test("refuses what is no address, and a callbackURL that is not trusted", async () => {
    const { client, email } = await signUp();
    expect((await client.sendVerificationEmail({ email: "nobody" })).error).toMatchObject({
      status: 400,
      code: "VALIDATION_ERROR",
    });
    expect((await client.sendVerificationEmail({ email, callbackURL: "https://evil.example" })).error).toMatchObject({
      status: 403,
      code: "INVALID_CALLBACK_URL",
    });
  });
});

describe("change-email", () => {
  test("takes effect by the link sent to the new address", async () => {
    const { browser, client, email, user } = await signUp();
    const newEmail = freshEmail();
    expect(
      (await client.changeEmail({ newEmail: newEmail.toUpperCase(), callbackURL: "/settings?tab=1" })).data,
    ).toEqual({ status: true });
    expect((await client.getSession()).data!.user.email).toBe(email);
    const reply = await new Browser().open(await link(newEmail));
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/settings?tab=1"]);
    expect(setCookies(reply)).toEqual([]);
    expect((await client.getSession()).data!.user).toMatchObject({ id: user.id, email: newEmail });
    expect(await signedIn(browser)).toBe(true);
    await signIn(newEmail);
    const { error } = await new Browser().client.signIn.email({ email, password });
    expect(error).toMatchObject({ status: 401 });
    expect(await links(email, 1)).toHaveLength(1); // that of sign-up
  });

  test("with the own session and no callbackURL answers with the user, and renews the cookie", async () => {
    const { browser, client, user } = await signUp();
    const newEmail = freshEmail();
    await client.changeEmail({ newEmail });
    const { data } = await client.verifyEmail({ query: { token: tokenOf(await link(newEmail)) } });
    const emailVerified = world.target === "backend"; // since the link has proven it
    expect(data).toEqual({
      status: true,
      user: { ...user, email: newEmail, emailVerified, updatedAt: expect.any(Date) },
    });
    expect(setCookies(browser.last)).toHaveLength(1);
    expect(browser.last.headers.get("set-auth-token")).not.toBeNull();
  });

  test.each([true, false])(
    "keeps whether the address is verified: %s, but here it is, since the link has proven it",
    async (verified) => {
      const { client, email } = await signUp();
      if (verified) await new Browser().open(await link(email));
      const newEmail = freshEmail();
      await client.changeEmail({ newEmail });
      await new Browser().open(await link(newEmail));
      expect((await client.getSession()).data!.user).toMatchObject({
        email: newEmail,
        emailVerified: verified || world.target === "backend",
      });
    },
  );

  test("by a link that has been used is refused, but here a success, since a mail scanner may have used it", async () => {
    const { client } = await signUp();
    const newEmail = freshEmail();
    await client.changeEmail({ newEmail });
    const change = await link(newEmail);
    await new Browser().open(change);
    const reply = await new Browser().open(change);
    expect([reply.status, reply.headers.get("location")]).toEqual([
      302,
      world.target === "backend" ? "/" : "/?error=INVALID_TOKEN",
    ]);
  });

  test("by a link opened in another's session is refused", async () => {
    const { client, email } = await signUp();
    const other = await signUp();
    const newEmail = freshEmail();
    await client.changeEmail({ newEmail });
    const change = await link(newEmail);
    const reply = await other.browser.open(change);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/?error=INVALID_USER"]);
    const { error } = await other.client.verifyEmail({ query: { token: tokenOf(change) } });
    expect(error).toMatchObject({ status: 401, code: "INVALID_USER" });
    expect((await client.getSession()).data!.user.email).toBe(email);
  });

  test("by a link of a user who is gone", async () => {
    const { client } = await signUp();
    const newEmail = freshEmail();
    await client.changeEmail({ newEmail });
    const change = await link(newEmail);
    await client.deleteUser({ password });
    const reply = await new Browser().open(change);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, "/?error=USER_NOT_FOUND"]);
  });

  test("to an address of another user says the same and mails nothing", async () => {
    const { client, email } = await signUp();
    const other = await signUp();
    expect((await client.changeEmail({ newEmail: other.email })).data).toEqual({ status: true });
    await other.client.sendVerificationEmail({ email: other.email });
    expect(await links(other.email, 2)).toHaveLength(2); // that of sign-up, and this one
    expect((await client.getSession()).data!.user.email).toBe(email);
  });

  test("to the same address is refused", async () => {
    const { client, email } = await signUp();
    const { error } = await client.changeEmail({ newEmail: email.toUpperCase() });
    expect(error).toMatchObject({ status: 400, message: "Email is the same" });
    expect(error).not.toHaveProperty("code");
  });

  test("to what is no address is refused", async () => {
    const { client } = await signUp();
    expect((await client.changeEmail({ newEmail: "nobody" })).error).toMatchObject({
      status: 400,
      code: "VALIDATION_ERROR",
    });
  });
});

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
