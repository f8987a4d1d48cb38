import { describe, expect, test } from "vitest";
import { pass } from "./database.ts";
import { Browser, freshEmail, link, password, setCookies, sign, signIn, signUp, signedIn } from "./world.ts";

describe("update-user", () => {
  test("changes name and image, and null takes the image away", async () => {
    const { client } = await signUp();
    expect((await client.updateUser({ name: "Bea", image: "https://example.com/b.png" })).data).toEqual({
      status: true,
    });
    expect((await client.getSession()).data!.user).toMatchObject({ name: "Bea", image: "https://example.com/b.png" });
    expect((await client.updateUser({ image: null })).data).toEqual({ status: true });
    expect((await client.getSession()).data!.user).toMatchObject({ name: "Bea", image: null });
  });

  test("does not change the address", async () => {
    const { client, email } = await signUp();
    const { error } = await client.updateUser({ name: "Bea", email: freshEmail() } as object);
    expect(error).toMatchObject({ status: 400, code: "EMAIL_CAN_NOT_BE_UPDATED", message: "Email can not be updated" });
    expect((await client.getSession()).data!.user).toMatchObject({ name: "Ann", email });
  });

  test.each([{}, { foo: 1 }, { emailVerified: true }, { id: "mine" }, { email: "" }])(
    "finds nothing in %j",
    async (body) => {
      const { browser } = await signUp();
      const reply = await browser.send("POST", "/update-user", { body });
      expect(reply.status).toBe(400);
      expect(reply.json).toEqual({ message: "No fields to update" });
    },
  );

  test("ignores what it does not change", async () => {
    const { client } = await signUp();
    expect((await client.updateUser({ name: "Bea", emailVerified: true, id: "mine" } as object)).data).toEqual({
      status: true,
    });
    expect((await client.getSession()).data!.user).toMatchObject({ name: "Bea", emailVerified: false });
  });

  test.each([[["name"]], ["name"], [null]])("refuses the body %j", async (body) => {
    const { browser } = await signUp();
    const reply = await browser.send("POST", "/update-user", { body });
    expect(reply.status).toBe(400);
    expect(reply.json.code).toBe("VALIDATION_ERROR");
  });

  test("without an argument goes out as GET, which is not there", async () => {
    const { browser, client } = await signUp();
    const { error } = await client.updateUser({});
    expect(error).toMatchObject({ status: 404 });
    expect(browser.last.text).toBe("");
  });
});

describe("change-password", () => {
  const next = "another battery";

  test("answers with the user, and leaves the sessions", async () => {
    const { browser, client, email, user } = await signUp();
    const other = await signIn(email);
    const { data, error } = await client.changePassword({ currentPassword: password, newPassword: next });
    expect(error).toBeNull();
    expect(data).toEqual({ token: null, user });
    expect(setCookies(browser.last)).toEqual([]);
    expect(await signedIn(browser)).toBe(true);
    expect(await signedIn(other.browser)).toBe(true);
    await signIn(email, next);
    const { error: refused } = await new Browser().client.signIn.email({ email, password });
    expect(refused).toMatchObject({ status: 401, code: "INVALID_EMAIL_OR_PASSWORD" });
  });

  test("with revokeOtherSessions puts a new session in the place of all", async () => {
    const { browser, client, email, token, user } = await signUp();
    const other = await signIn(email);
    const old = new Browser();
    for (const [name, value] of browser.cookies) old.cookies.set(name, value);
    const { data } = await client.changePassword({
      currentPassword: password,
      newPassword: next,
      revokeOtherSessions: true,
    });
    expect(data).toEqual({ token: expect.any(String), user });
    expect(data!.token).not.toBe(token);
    expect(browser.last.headers.get("set-auth-token")).toBe(sign(data!.token!));
    expect(await signedIn(browser)).toBe(true);
    expect(await signedIn(other.browser)).toBe(false);
    expect(await signedIn(old)).toBe(false);
    expect((await client.listSessions()).data).toHaveLength(1);
  });

  test.each([
    ["a wrong password", "wrong password", next, "INVALID_PASSWORD", "Invalid password"],
    ["a new one too short", password, "short", "PASSWORD_TOO_SHORT", "Password too short"],
    ["a new one too long", password, "x".repeat(129), "PASSWORD_TOO_LONG", "Password too long"],
    ["a wrong one and one too short", "wrong password", "short", "PASSWORD_TOO_SHORT", "Password too short"],
  ])("refuses %s", async (_, currentPassword, newPassword, code, message) => {
    const { client, email } = await signUp();
    const { data, error } = await client.changePassword({ currentPassword, newPassword, revokeOtherSessions: true });
    expect(data).toBeNull();
    expect(error).toMatchObject({ status: 400, code, message });
    await signIn(email);
  });

  test.each([{}, { newPassword: next }, { currentPassword: password, newPassword: next, revokeOtherSessions: "true" }])(
    "refuses the body %j",
    async (body) => {
      const { browser } = await signUp();
      const reply = await browser.send("POST", "/change-password", { body });
      expect(reply.status).toBe(400);
      expect(reply.json.code).toBe("VALIDATION_ERROR");
    },
  );
});

test("verify-password", async () => {
  const { browser } = await signUp();
  const right = await browser.send("POST", "/verify-password", { body: { password } });
  expect(right.status).toBe(200);
  expect(right.json).toEqual({ status: true });
  const wrong = await browser.send("POST", "/verify-password", { body: { password: "wrong password" } });
  expect(wrong.status).toBe(400);
  expect(wrong.json).toEqual({ message: "Invalid password", code: "INVALID_PASSWORD" });
});

describe("delete-user", () => {
  test("with the password deletes user and sessions", async () => {
    const { browser, client, email } = await signUp();
    const other = await signIn(email);
    expect((await client.deleteUser({ password })).data).toEqual({ success: true, message: "User deleted" });
    expect(setCookies(browser.last)).toHaveLength(3);
    expect(browser.cookies.size).toBe(0);
    expect(await signedIn(other.browser)).toBe(false);
    const { error } = await new Browser().client.signIn.email({ email, password });
    expect(error).toMatchObject({ status: 401 });
    const { error: taken } = await new Browser().client.signUp.email({ name: "Ann", email, password });
    expect(taken).toBeNull();
  });

  test("needs no password in a fresh session", async () => {
    const { browser, client } = await signUp();
    expect((await client.deleteUser()).data).toEqual({ success: true, message: "User deleted" });
    expect(await signedIn(browser)).toBe(false);
  });

  test("needs it in one that is not", async () => {
    const { browser, client, user } = await signUp();
    await pass(48, user.id);
    expect((await client.deleteUser()).error).toMatchObject({ status: 400, code: "SESSION_EXPIRED" });
    expect(await signedIn(browser)).toBe(true);
    expect((await client.deleteUser({ password })).data).toEqual({ success: true, message: "User deleted" });
  });

  test("refuses a wrong password", async () => {
    const { browser, client } = await signUp();
    expect((await client.deleteUser({ password: "wrong password" })).error).toMatchObject({
      status: 400,
      code: "INVALID_PASSWORD",
      message: "Invalid password",
    });
    expect(await signedIn(browser)).toBe(true);
  });

  test("refuses an unknown token", async () => {
    const { browser, client } = await signUp();
    expect((await client.deleteUser({ token: "unknown" })).error).toMatchObject({ status: 404, code: "INVALID_TOKEN" });
    expect(await signedIn(browser)).toBe(true);
  });

  test("by link needs a session, a token, and a callbackURL that is trusted", async () => {
    const { browser } = await signUp();
    const get = (from: Browser, query: string) => from.send("GET", "/delete-user/callback" + query);
    const anonymous = await get(new Browser(), "?token=unknown&callbackURL=/bye");
    expect([anonymous.status, anonymous.json.code]).toEqual([404, "FAILED_TO_GET_USER_INFO"]);
    const unknown = await get(browser, "?token=unknown&callbackURL=/bye");
    expect([unknown.status, unknown.json.code]).toEqual([404, "INVALID_TOKEN"]);
    const none = await get(browser, "");
    expect([none.status, none.json.code]).toEqual([400, "VALIDATION_ERROR"]);
    const untrusted = await get(browser, "?token=unknown&callbackURL=https://evil.example");
    expect([untrusted.status, untrusted.json.code]).toEqual([403, "INVALID_CALLBACK_URL"]);
    expect(await signedIn(browser)).toBe(true);
  });
});
