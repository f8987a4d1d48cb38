import { describe, expect, test } from "vitest";
import { Browser, freshEmail, link, password, setCookies, signIn, signUp, signedIn } from "./world.ts";

const userShape = (email: string) => ({
  id: expect.any(String),
  name: "Ann",
  email,
  emailVerified: false,
  image: null,
  createdAt: expect.any(Date),
  updatedAt: expect.any(Date),
});

describe("sign-up", () => {
  test("signs in and answers with token and user", async () => {
    const browser = new Browser();
    const email = freshEmail();
    const { data, error } = await browser.client.signUp.email({ name: "Ann", email, password });
    expect(error).toBeNull();
    expect(data).toEqual({ token: expect.stringMatching(/^[^.]{32,}$/), user: userShape(email) });
    expect((await browser.client.getSession()).data?.user.id).toBe(data!.user.id);
  });

  test("keeps image, lower-cases the address, allows an empty name", async () => {
    const email = freshEmail();
    const { data } = await new Browser().client.signUp.email({
      name: "",
      email: email.toUpperCase(),
      password,
      image: "https://example.com/a.png",
    });
    expect(data!.user).toMatchObject({ name: "", email, image: "https://example.com/a.png" });
  });

  test("ignores unknown fields and emailVerified", async () => {
    const email = freshEmail();
    const body = { name: "Ann", email, password, emailVerified: true, id: "mine", role: "admin" };
    const reply = await new Browser().send("POST", "/sign-up/email", { body });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.json.user).sort()).toEqual([
      "createdAt",
      "email",
      "emailVerified",
      "id",
      "image",
      "name",
      "updatedAt",
    ]);
    expect(reply.json.user.emailVerified).toBe(false);
    expect(reply.json.user.id).not.toBe("mine");
  });

  test("refuses a known address, in any case", async () => {
    const { email } = await signUp();
    const { data, error } = await new Browser().client.signUp.email({
      name: "B",
      email: email.toUpperCase(),
      password,
    });
    expect(data).toBeNull();
    expect(error).toMatchObject({
      status: 422,
      code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
      message: "User already exists. Use another email.",
    });
  });

  test("of one address five times at once succeeds once", async () => {
    const email = freshEmail();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => new Browser().client.signUp.email({ name: "Ann", email, password })),
    );
    expect(replies.map(({ error }) => error?.status ?? 200).sort()).toEqual([200, 422, 422, 422, 422]);
    for (const { error } of replies) {
      if (error) expect(["FAILED_TO_CREATE_USER", "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"]).toContain(error.code);
    }
  });

  test.each([
    ["7 characters", "1234567", "PASSWORD_TOO_SHORT", "Password too short"],
    ["129 characters", "x".repeat(129), "PASSWORD_TOO_LONG", "Password too long"],
    ["three emoji, 6 code units", "😀😀😀", "PASSWORD_TOO_SHORT", "Password too short"],
  ])("refuses a password of %s", async (_, bad, code, message) => {
    const { error } = await new Browser().client.signUp.email({ name: "Ann", email: freshEmail(), password: bad });
    expect(error).toMatchObject({ status: 400, code, message });
  });

  test.each([
    ["8 characters", "8 letter"],
    ["128 characters", "x".repeat(128)],
    ["eight emoji", "😀😀😀😀😀😀😀😀"],
  ])("takes a password of %s", async (_, good) => {
    const email = freshEmail();
    const { error } = await new Browser().client.signUp.email({ name: "Ann", email, password: good });
    expect(error).toBeNull();
    await signIn(email, good);
  });

  test("takes the composed form of a decomposed password", async () => {
    const email = freshEmail();
    await new Browser().client.signUp.email({ name: "Ann", email, password: "cafe\u0301 cafe\u0301" });
    await signIn(email, "caf\u00e9 caf\u00e9");
  });

  test.each(["a@localhost", "ü@example.com", " a@example.com", "a@example.com ", "a..b@example.com", "nobody", ""])(
    "refuses the address %j",
    async (email) => {
      const { error } = await new Browser().client.signUp.email({ name: "Ann", email, password });
      expect(error).toMatchObject({ status: 400, code: "VALIDATION_ERROR" });
    },
  );

  test.each([
    ["no name", { name: undefined }],
    ["no address", { email: undefined }],
    ["no password", { password: undefined }],
    ["an empty password", { password: "" }],
    ["a name that is no string", { name: 7 }],
    ["a password that is no string", { password: 12345678 }],
    ["an image that is null", { image: null }],
    ["rememberMe that is no boolean", { rememberMe: "yes" }],
  ])("refuses %s", async (_, change) => {
    const body = { name: "Ann", email: freshEmail(), password, ...change };
    const reply = await new Browser().send("POST", "/sign-up/email", { body });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ code: "VALIDATION_ERROR", message: expect.any(String) });
  });

  test("takes a form", async () => {
    const email = freshEmail();
    const reply = await new Browser().send("POST", "/sign-up/email", {
      raw: new URLSearchParams({ name: "Ann", email, password }).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(reply.status).toBe(200);
    expect(reply.json.user.email).toBe(email);
  });

  test("mails a verification link that leads to callbackURL", async () => {
    const { email } = await signUp({ callbackURL: "/welcome?a=1" });
    const url = new URL(await link(email));
    expect(url.pathname).toBe("/api/auth/verify-email");
    expect(url.searchParams.get("callbackURL")).toBe("/welcome?a=1");
  });
});

describe("sign-in", () => {
  test("answers with redirect, token and user", async () => {
    const { email } = await signUp();
    const browser = new Browser();
    const { data, error } = await browser.client.signIn.email({ email: email.toUpperCase(), password });
    expect(error).toBeNull();
    expect(data).toEqual({ redirect: false, token: expect.stringMatching(/^[^.]{32,}$/), user: userShape(email) });
    expect(browser.last.headers.get("location")).toBeNull();
    expect(await signedIn(browser)).toBe(true);
  });

  test("passes callbackURL back", async () => {
    const { email } = await signUp();
    const browser = new Browser();
    const { data } = await browser.client.signIn.email({ email, password, callbackURL: "/dash" });
    expect(data).toMatchObject({ redirect: true, url: "/dash", token: expect.any(String) });
    expect(browser.last.status).toBe(200);
    expect(browser.last.headers.get("location")).toBe("/dash");
  });

  test("makes a session of its own each time", async () => {
    const { email, token } = await signUp();
    const one = await signIn(email);
    const two = await signIn(email);
    expect(new Set([token, one.token, two.token]).size).toBe(3);
  });

  test.each([
    ["a wrong password", {}, "wrong password"],
    ["a password too short to be one", {}, "short"],
    ["an empty password", {}, ""],
    ["an unknown address", { email: freshEmail() }, password],
  ])("refuses %s", async (_, change, tried) => {
    const { email } = await signUp();
    const browser = new Browser();
    const { data, error } = await browser.client.signIn.email({ email, password: tried, ...change });
    expect(data).toBeNull();
    expect(error).toMatchObject({
      status: 401,
      code: "INVALID_EMAIL_OR_PASSWORD",
      message: "Invalid email or password",
    });
    expect(setCookies(browser.last)).toEqual([]);
  });

  test.each(["nobody", "a@localhost", "ü@example.com", ""])("refuses the address %j", async (email) => {
    const { error } = await new Browser().client.signIn.email({ email, password });
    expect(error).toMatchObject({ status: 400, code: "INVALID_EMAIL", message: "Invalid email" });
  });

  test("refuses a password of 129 characters", async () => {
    const { email } = await signUp();
    const { error } = await new Browser().client.signIn.email({ email, password: "x".repeat(129) });
    expect(error).toMatchObject({ status: 400, code: "PASSWORD_TOO_LONG" });
  });

  test.each([
    ["nothing", {}],
    ["no password", { email: "a@example.com" }],
    ["an address that is no string", { email: 1, password }],
    ["rememberMe that is no boolean", { email: "a@example.com", password, rememberMe: "yes" }],
  ])("refuses %s", async (_, body) => {
    const reply = await new Browser().send("POST", "/sign-in/email", { body });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ code: "VALIDATION_ERROR", message: expect.any(String) });
  });

  test("takes a form, but not rememberMe in it", async () => {
    const { email } = await signUp();
    const form = (more = {}) => ({
      raw: new URLSearchParams({ email, password, ...more }).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const reply = await new Browser().send("POST", "/sign-in/email", form({ callbackURL: "/d" }));
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ redirect: true, url: "/d" });
    const refused = await new Browser().send("POST", "/sign-in/email", form({ rememberMe: "true" }));
    expect(refused.status).toBe(400);
    expect(refused.json.code).toBe("VALIDATION_ERROR");
  });
});

describe("sign-out", () => {
  test("ends the session, the other ones live on", async () => {
    const { browser, client, email } = await signUp();
    const other = await signIn(email);
    const before = new Map(browser.cookies);
    expect((await client.signOut()).data).toEqual({ success: true });
    expect(await signedIn(browser)).toBe(false);
    for (const [name, value] of before) browser.cookies.set(name, value);
    expect(await signedIn(browser)).toBe(false);
    expect(await signedIn(other.browser)).toBe(true);
  });

  test("works without a session, and without a body", async () => {
    expect((await new Browser().client.signOut()).data).toEqual({ success: true });
    const reply = await new Browser().send("POST", "/sign-out");
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ success: true });
  });
});
