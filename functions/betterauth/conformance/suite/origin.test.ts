// Who may send what from where.
import { describe, expect, test } from "vitest";
import { Browser, freshEmail, password, signUp, signedIn, world } from "./world.ts";

const evil = "https://evil.example";
const missing = { message: "Missing or null Origin", code: "MISSING_OR_NULL_ORIGIN" };
const invalid = { message: "Invalid origin", code: "INVALID_ORIGIN" };
const bare = { origin: undefined, "sec-fetch-mode": undefined, "sec-fetch-site": undefined };

describe("a request with a cookie", () => {
  test.each([
    ["the frontend's origin", { origin: world.frontend }],
    ["the server's own origin", { origin: world.baseURL }],
    ["the frontend's address as Referer", { ...bare, referer: world.frontend + "/page?a=1" }],
  ])("passes with %s", async (_, headers) => {
    const { browser } = await signUp();
    const reply = await browser.send("POST", "/update-user", { body: { name: "Bea" }, headers });
    expect(reply.status).toBe(200);
  });

  test.each([
    ["no Origin and no Referer", bare, missing],
    ["the origin null", { origin: "null" }, missing],
    ["a foreign origin", { origin: evil }, invalid],
    ["a foreign Referer", { ...bare, referer: evil + "/page" }, invalid],
    ["the frontend's name as a prefix", { origin: world.frontend + ".evil.example" }, invalid],
    ["the frontend's name on another port", { origin: world.frontend.replace(/:\d+$/, "") + ":4444" }, invalid],
    ["a foreign origin and a good Referer", { origin: evil, referer: world.frontend + "/" }, invalid],
  ])("is refused with %s", async (_, headers, body) => {
    const { browser } = await signUp();
    for (const path of ["/update-user", "/sign-out", "/delete-user"]) {
      const reply = await browser.send("POST", path, { body: { name: "Bea" }, headers });
      expect([reply.status, reply.json]).toEqual([403, body]);
    }
    expect(await signedIn(browser)).toBe(true);
  });

  test("is refused whatever the cookie is", async () => {
    for (const path of ["/sign-in/email", "/sign-up/email", "/sign-out", "/request-password-reset"]) {
      const body = { name: "Ann", email: freshEmail(), password };
      const reply = await new Browser().send("POST", path, { body, headers: { cookie: "theme=dark", origin: evil } });
      expect([reply.status, reply.json]).toEqual([403, invalid]);
    }
  });

  test("by GET is not looked at", async () => {
    const { browser, user } = await signUp();
    const reply = await browser.send("GET", "/get-session", { headers: { origin: evil } });
    expect(reply.json.user.id).toBe(user.id);
  });

  test("is looked at before its body and its session, after its path and JSON", async () => {
    const browser = new Browser();
    browser.cookies.set("theme", "dark");
    const headers = { origin: evil };
    expect((await browser.send("POST", "/change-password", { body: {}, headers })).status).toBe(403);
    expect((await browser.send("POST", "/nowhere", { body: {}, headers })).status).toBe(404);
    const reply = await browser.send("POST", "/change-password", {
      raw: "{",
      headers: { ...headers, "content-type": "application/json" },
    });
    expect([reply.status, reply.json.code]).toEqual([400, "BAD_REQUEST"]);
  });
});

describe("sign-up and sign-in without a cookie", () => {
  const attempts = async (headers: Record<string, string | undefined>) => {
    const body = { name: "Ann", email: freshEmail(), password };
    const up = await new Browser().send("POST", "/sign-up/email", { body, headers });
    if (up.status !== 200) await new Browser().send("POST", "/sign-up/email", { body });
    const into = await new Browser().send("POST", "/sign-in/email", { body, headers });
    return [up, into];
  };

  test.each([
    ["nothing a browser sends, as curl does", bare],
    ["the frontend's origin", { origin: world.frontend }],
    ["the frontend's origin, from another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" }],
    ["the frontend's address as Referer", { ...bare, referer: world.frontend + "/page" }],
  ])("pass with %s", async (_, headers) => {
    for (const reply of await attempts(headers)) expect(reply.status).toBe(200);
  });

  test.each([
    ["a foreign origin", { origin: evil }, invalid],
    ["a foreign origin and nothing else", { ...bare, origin: evil }, invalid],
    ["a foreign Referer", { ...bare, referer: evil + "/page" }, invalid],
    ["Sec-Fetch-Mode and no origin, as Node's fetch sends", { ...bare, "sec-fetch-mode": "cors" }, missing],
    ["the origin null", { origin: "null" }, missing],
    [
      "the frontend's origin, by a form of another site",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      { message: expect.any(String), code: "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED" },
    ],
  ])("are refused with %s", async (_, headers, body) => {
    for (const reply of await attempts(headers)) expect([reply.status, reply.json]).toEqual([403, body]);
  });
});

test("other requests without a cookie pass from anywhere, but here none that would clear one", async () => {
  const browser = new Browser();
  for (const headers of [{ origin: evil }, bare]) {
    const refused = world.target === "backend" && "origin" in headers && headers.origin === evil;
    expect((await browser.send("POST", "/sign-out", { body: {}, headers })).status).toBe(refused ? 403 : 200);
  }
});

describe("redirect targets", () => {
  const fields = [
    ["/sign-up/email", "callbackURL", "INVALID_CALLBACK_URL"],
    ["/sign-in/email", "callbackURL", "INVALID_CALLBACK_URL"],
    ["/request-password-reset", "redirectTo", "INVALID_REDIRECT_URL"],
    ["/sign-in/social", "callbackURL", "INVALID_CALLBACK_URL"],
    ["/sign-in/social", "errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"],
    ["/sign-in/social", "newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"],
  ] as const;
  const send = (path: string, field: string, value: unknown) =>
    new Browser().send("POST", path, {
      body: { name: "Ann", email: freshEmail(), password, provider: "github", [field]: value },
    });

  test.each(fields)("%s does not take an untrusted %s", async (path, field, code) => {
    for (const url of [
      evil,
      evil + "/x",
      "//evil.example",
      "/\\evil.example",
      "/%2F/evil.example",
      world.frontend + ".evil.example/x",
      "javascript:alert(1)",
    ]) {
      const reply = await send(path, field, url);
      expect([url, reply.status, reply.json?.code]).toEqual([url, 403, code]);
    }
  });

  test.each(fields)("%s takes no %s that is no string", async (path, field) => {
    const reply = await send(path, field, 7);
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ message: expect.any(String) });
  });

  test.each(["/x", "/x/y-z?a=1&b=2#part", "/", world.frontend, world.frontend + "/x?a=1", world.baseURL + "/x"])(
    "%s is taken",
    async (url) => {
      const { email } = await signUp();
      const { data, error } = await new Browser().client.signIn.email({ email, password, callbackURL: url });
      expect(error).toBeNull();
      expect(data).toMatchObject({ redirect: true, url });
    },
  );
});
