import { describe, expect, test } from "vitest";
import { pass } from "./database.ts";
import { Browser, cookiePrefix, sessionCookie, setCookies, sign, signIn, signUp, signedIn } from "./world.ts";

const day = 24 * 60 * 60 * 1000;
const cleared = ["session_token", "session_data", "dont_remember"].map((name) => cookiePrefix + name).sort();
const clearedCookies = (browser: Browser) =>
  setCookies(browser.last)
    .filter(({ value, attributes }) => value === "" && attributes.includes("Max-Age=0"))
    .map(({ name }) => name)
    .sort();

describe("get-session", () => {
  test("answers with session and user", async () => {
    const { browser, client, user } = await signUp();
    const { data, error } = await client.getSession();
    expect(error).toBeNull();
    expect(data).toEqual({
      session: {
        id: expect.any(String),
        token: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
        userId: user.id,
        expiresAt: expect.any(Date),
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
        ipAddress: browser.ip,
        userAgent: browser.userAgent,
      },
      user,
    });
    expect(Math.abs(+data!.session.expiresAt - Date.now() - 7 * day)).toBeLessThan(day / 24);
    expect(browser.last.headers.get("cache-control")).toBe("no-store");
    expect(browser.last.headers.get("pragma")).toBe("no-cache");
    expect(setCookies(browser.last)).toEqual([]);
  });

  test("writes times as UTC with three digits of a second", async () => {
    const { browser } = await signUp();
    const { session, user } = (await browser.send("GET", "/get-session")).json;
    for (const time of [session.expiresAt, session.createdAt, session.updatedAt, user.createdAt, user.updatedAt]) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  test("without a cookie is null and sets none", async () => {
    const browser = new Browser();
    expect(await browser.client.getSession()).toEqual({ data: null, error: null });
    expect(browser.last.text).toBe("null");
    expect(browser.last.headers.get("content-type")).toMatch(/^application\/json/);
    expect(browser.last.headers.get("cache-control")).toBe("no-store");
    expect(setCookies(browser.last)).toEqual([]);
  });

  test.each([
    ["a bad signature", (token: string) => `${token}.${"A".repeat(43)}=`],
    ["no signature", (token: string) => token],
    [
      "a signature in URL base64",
      (token: string) => sign(token).replace(/\+/g, "-").replace(/\//g, "_").replace(/=$/, ""),
    ],
    ["somebody else's signature", (token: string) => token + sign("x".repeat(32)).slice(32)],
  ])("with %s is null and leaves the cookie", async (_, forge) => {
    const { token } = await signUp();
    const browser = new Browser();
    browser.cookies.set(sessionCookie, encodeURIComponent(forge(token)));
    const reply = await browser.send("GET", "/get-session");
    expect(reply.status).toBe(200);
    expect(reply.text).toBe("null");
    expect(setCookies(reply)).toEqual([]);
  });

  test("with a well-signed unknown token is null and clears the cookies", async () => {
    const browser = new Browser();
    browser.cookies.set(sessionCookie, encodeURIComponent(sign("x".repeat(32))));
    expect((await browser.send("GET", "/get-session")).text).toBe("null");
    expect(clearedCookies(browser)).toEqual(cleared);
  });

  test("by POST is refused", async () => {
    const { browser } = await signUp();
    const reply = await browser.send("POST", "/get-session", { body: {} });
    expect(reply.status).toBe(405);
    expect(reply.json.code).toBe("METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED");
  });

  test("takes unknown query parameters", async () => {
    const { client, user } = await signUp();
    const { data } = await client.getSession({ query: { disableCookieCache: true, x: 1 } as object });
    expect(data?.user.id).toBe(user.id);
  });
});

test.each([
  ["GET", "/list-sessions"],
  ["POST", "/revoke-session", { token: "x" }],
  ["POST", "/revoke-sessions", {}],
  ["POST", "/revoke-other-sessions", {}],
  ["POST", "/update-user", { name: "x" }],
  ["POST", "/update-session", {}],
  ["POST", "/change-password", { currentPassword: "12345678", newPassword: "12345678" }],
  ["POST", "/change-email", { newEmail: "a@example.com" }],
  ["POST", "/verify-password", { password: "x" }],
  ["POST", "/delete-user", {}],
  ["GET", "/list-accounts"],
  ["POST", "/unlink-account", { accountId: "x" }],
  ["POST", "/link-social", { provider: "github" }],
  ["GET", "/token"],
])("%s %s needs a session", async (method, path, body?: object) => {
  const reply = await new Browser().send(method, path, { body });
  expect(reply.status).toBe(401);
  expect(reply.json).toEqual({ message: "Unauthorized", code: "UNAUTHORIZED" });
});

describe("list-sessions", () => {
  test("has every session, as get-session has it", async () => {
    const one = await signUp();
    const two = await signIn(one.email);
    await signUp();
    const { data } = await one.client.listSessions();
    const sessions = await Promise.all([one, two].map(async ({ client }) => (await client.getSession()).data!.session));
    expect(data).toHaveLength(2);
    expect(data).toEqual(expect.arrayContaining(sessions));
  });

  test("needs a fresh session", async () => {
    const { client, user } = await signUp();
    await pass(23, user.id);
    expect((await client.listSessions()).error).toBeNull();
    await pass(2, user.id);
    expect((await client.listSessions()).error).toMatchObject({
      status: 403,
      code: "SESSION_NOT_FRESH",
      message: "Session is not fresh",
    });
  });

  test("leaves expired sessions out", async () => {
    const one = await signUp();
    await pass(8 * 24, one.user.id);
    const two = await signIn(one.email);
    const { data } = await two.client.listSessions();
    expect(data!.map(({ userAgent }) => userAgent)).toEqual([two.browser.userAgent]);
  });
});

describe("revoke-session", () => {
  test("ends the session named in list-sessions", async () => {
    const one = await signUp();
    const two = await signIn(one.email);
    const listed = (await one.client.listSessions()).data!;
    const { token } = listed.find(({ userAgent }) => userAgent === two.browser.userAgent)!;
    expect((await one.client.revokeSession({ token })).data).toEqual({ status: true });
    expect(setCookies(one.browser.last)).toEqual([]);
    expect(await signedIn(two.browser)).toBe(false);
    expect(await signedIn(one.browser)).toBe(true);
  });

  test("takes the token of sign-in too", async () => {
    const one = await signUp();
    const two = await signIn(one.email);
    expect((await one.client.revokeSession({ token: two.token })).data).toEqual({ status: true });
    expect(await signedIn(two.browser)).toBe(false);
  });

  test("of the own session clears the cookies", async () => {
    const { browser, client } = await signUp();
    const { token } = (await client.getSession()).data!.session;
    expect((await client.revokeSession({ token })).data).toEqual({ status: true });
    expect(clearedCookies(browser)).toEqual(cleared);
    expect(await signedIn(browser)).toBe(false);
  });

  test("of an unknown session, or of another user's, says yes and does nothing", async () => {
    const { client } = await signUp();
    const other = await signUp();
    const handle = (await other.client.getSession()).data!.session.token;
    for (const token of ["unknown", other.token, handle]) {
      expect((await client.revokeSession({ token })).data).toEqual({ status: true });
    }
    expect(await signedIn(other.browser)).toBe(true);
  });

  test("needs a token", async () => {
    const { browser } = await signUp();
    const reply = await browser.send("POST", "/revoke-session", { body: {} });
    expect(reply.status).toBe(400);
    expect(reply.json.code).toBe("VALIDATION_ERROR");
  });
});

test("revoke-other-sessions leaves the own one", async () => {
  const one = await signUp();
  const two = await signIn(one.email);
  const three = await signIn(one.email);
  expect((await one.client.revokeOtherSessions()).data).toEqual({ status: true });
  expect(setCookies(one.browser.last)).toEqual([]);
  expect(await signedIn(one.browser)).toBe(true);
  expect(await signedIn(two.browser)).toBe(false);
  expect(await signedIn(three.browser)).toBe(false);
});

test("revoke-sessions leaves none", async () => {
  const one = await signUp();
  const two = await signIn(one.email);
  expect((await one.client.revokeSessions()).data).toEqual({ status: true });
  expect(clearedCookies(one.browser)).toEqual(cleared);
  expect(await signedIn(one.browser)).toBe(false);
  expect(await signedIn(two.browser)).toBe(false);
});

test("update-session has nothing to update", async () => {
  const { client } = await signUp();
  const { error } = await client.updateSession({ theme: "dark" } as object);
  expect(error).toMatchObject({ status: 400, message: "No fields to update" });
  expect(error).not.toHaveProperty("code");
});
