import { describe, expect, test } from "vitest";
import { Browser, freshEmail, link, links, password, setCookies, signIn, signUp, signedIn, world } from "./world.ts";

const tokenOf = (link: string) => new URL(link).searchParams.get("token")!;

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

  test(
    "by a link that has been used is refused, but here a success, since a mail scanner may have used it",
    async () => {
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
    },
  );

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
