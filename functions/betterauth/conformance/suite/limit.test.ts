// Rate limits. Over http, in development, the real server has none; the
// backend has, unless RATE_LIMITS is off.
import { describe, expect, test } from "vitest";
import { Browser, freshEmail, password, secure, signUp, type Reply } from "./world.ts";

function expectTooMany(reply: Reply, window: number) {
  expect(reply.status).toBe(429);
  expect(reply.json).toEqual({ message: "Too many requests. Please try again later." });
  const wait = reply.headers.get("x-retry-after");
  expect(wait).toMatch(/^\d+$/);
  expect(Number(wait)).toBeGreaterThan(0);
  expect(Number(wait)).toBeLessThanOrEqual(window);
}

describe.runIf(secure)("over https", () => {
  test.each([
    ["/sign-in/email", () => ({ email: freshEmail(), password }), 401, 10],
    ["/sign-in/social", () => ({ provider: "github" }), 200, 10],
    ["/sign-up/email", () => ({ name: "Ann", email: freshEmail(), password: "short" }), 400, 10],
    ["/change-password", () => ({ currentPassword: password, newPassword: "short" }), 401, 10],
    ["/change-email", () => ({ newEmail: freshEmail() }), 401, 10],
    ["/request-password-reset", () => ({ email: freshEmail() }), 200, 60],
    ["/send-verification-email", () => ({ email: freshEmail() }), 200, 60],
  ])("%s is answered three times for one address", async (path, body, status, window) => {
    const browser = new Browser();
    const send = (from: Browser) => from.send("POST", path, { body: body() });
    for (let i = 0; i < 3; i++) expect((await send(browser)).status).toBe(status);
    expectTooMany(await send(browser), window);
    expect((await send(new Browser())).status).toBe(status);
  });

  test("the rest is answered a hundred times", async () => {
    const { browser } = await signUp();
    for (let i = 0; i < 100; i++) expect((await browser.send("GET", "/get-session")).status).toBe(200);
    expectTooMany(await browser.send("GET", "/get-session"), 10);
    expect((await browser.send("GET", "/list-accounts")).status).toBe(200);
    expect((await new Browser().send("GET", "/get-session")).status).toBe(200);
  });

  test("the right password is refused as well, and the client sees no code", async () => {
    const { browser, client, email } = await signUp();
    for (let i = 0; i < 3; i++) await client.signIn.email({ email, password: "wrong password" });
    const { data, error } = await client.signIn.email({ email, password });
    expect(data).toBeNull();
    expect(error).toMatchObject({ status: 429, message: "Too many requests. Please try again later." });
    expect(error).not.toHaveProperty("code");
    expect(browser.last.headers.get("x-retry-after")).toMatch(/^\d+$/);
  });
});

test.runIf(!secure)("over http, in development, there are none", async () => {
  const browser = new Browser();
  for (let i = 0; i < 10; i++) {
    const reply = await browser.send("POST", "/sign-in/email", { body: { email: freshEmail(), password: "short" } });
    expect(reply.status).toBe(401);
  }
});
