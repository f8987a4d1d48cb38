import { describe, expect, test } from "vitest";
import { pass } from "./database.ts";
import { Browser, cookiePrefix, sessionCookie, setCookies, signUp, signedIn } from "./world.ts";

const day = 24 * 60 * 60 * 1000;
const cleared = ["session_token", "session_data", "dont_remember"].map((name) => cookiePrefix + name).sort();
const clearedCookies = (browser: Browser) =>
  setCookies(browser.last)
    .filter(({ value, attributes }) => value === "" && attributes.includes("Max-Age=0"))
    .map(({ name }) => name)
    .sort();

describe("as time passes", () => {
  test("a session of less than a day is left alone", async () => {
    const { browser, user } = await signUp();
    await pass(23, user.id);
    const reply = await browser.send("GET", "/get-session");
    expect(reply.json.user.id).toBe(user.id);
    expect(setCookies(reply)).toEqual([]);
  });

  test("a session of more than a day is extended to seven days from now", async () => {
    const { browser, client, user } = await signUp();
    const before = (await client.getSession()).data!.session;
    const cookie = browser.cookies.get(sessionCookie);
    await pass(25, user.id);
    const after = (await client.getSession()).data!.session;
    expect(Math.abs(+after.expiresAt - Date.now() - 7 * day)).toBeLessThan(day / 24);
    expect(+after.createdAt).toBe(+before.createdAt - 25 * (day / 24));
    expect(after.id).toBe(before.id);
    expect(setCookies(browser.last)).toEqual([
      { name: sessionCookie, value: cookie, attributes: expect.arrayContaining(["Max-Age=604800"]) },
    ]);
    await client.getSession();
    expect(setCookies(browser.last)).toEqual([]);
  });

  test("any request with the session extends it", async () => {
    const { browser, client, user } = await signUp();
    await pass(25, user.id);
    await client.listAccounts();
    expect(setCookies(browser.last).map(({ name }) => name)).toEqual([sessionCookie]);
    expect(browser.last.headers.get("set-auth-token")).toBe(decodeURIComponent(browser.cookies.get(sessionCookie)!));
  });

  test("disableRefresh leaves it alone", async () => {
    const { browser, client, user } = await signUp();
    await pass(25, user.id);
    const { data } = await client.getSession({ query: { disableRefresh: true } });
    expect(+data!.session.expiresAt - Date.now()).toBeLessThan(6 * day);
    expect(setCookies(browser.last)).toEqual([]);
  });

  test("a session not to be remembered lives one day and is not extended", async () => {
    const { browser, client, user } = await signUp({ rememberMe: false });
    const before = (await client.getSession()).data!.session;
    expect(Math.abs(+before.expiresAt - Date.now() - day)).toBeLessThan(day / 24);
    await pass(20, user.id);
    const after = (await client.getSession()).data!.session;
    expect(+after.expiresAt).toBe(+before.expiresAt - 20 * (day / 24));
    expect(setCookies(browser.last)).toEqual([]);
    await pass(5, user.id);
    expect(await signedIn(browser)).toBe(false);
  });

  test("an expired session is null and the cookies are cleared", async () => {
    const { browser, client, user } = await signUp();
    await pass(7 * 24 + 1, user.id);
    expect(await client.getSession()).toEqual({ data: null, error: null });
    expect(clearedCookies(browser)).toEqual(cleared);
  });

  test("an expired session is no session elsewhere either", async () => {
    const { browser, client, user } = await signUp();
    await pass(7 * 24 + 1, user.id);
    expect((await client.listAccounts()).error).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
    expect(clearedCookies(browser)).toEqual(cleared);
  });
});
