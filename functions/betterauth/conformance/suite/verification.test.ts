import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { Browser, freshEmail, link, password, setCookies, signUp, signedIn, world } from "./world.ts";

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
