import { createAuthClient } from "better-auth/client";
import { expect, test } from "vitest";
import { Browser, freshEmail, password, setCookies, sign, signUp, world } from "./world.ts";

async function whoIs(authorization: string, browser = new Browser()): Promise<string | null> {
  const reply = await browser.send("GET", "/get-session", { headers: { authorization } });
  expect(reply.status).toBe(200);
  return reply.json?.user.id ?? null;
}

test("the client keeps the token of set-auth-token and sends it", async () => {
  let token = "";
  const browser = new Browser();
  const client = createAuthClient({
    baseURL: world.baseURL,
    fetchOptions: {
      customFetchImpl: async (input, init) => {
        browser.cookies.clear(); // as an app without cookies
        return browser.fetch(input, init);
      },
      auth: { type: "Bearer", token: () => token },
      onSuccess: ({ response }) => {
        token = response.headers.get("set-auth-token") ?? token;
      },
    },
  });
  const { data } = await client.signUp.email({ name: "Ann", email: freshEmail(), password });
  expect(token).toBe(sign(data!.token!));
  expect((await client.getSession()).data?.user.id).toBe(data!.user.id);
  expect((await client.updateUser({ name: "Bea" })).data).toEqual({ status: true });
  expect((await client.listSessions()).data).toHaveLength(1);
  await client.signOut();
  expect((await client.getSession()).data).toBeNull();
});

test("sign-up, sign-in and update-user expose set-auth-token", async () => {
  const { browser, client, email, token } = await signUp();
  const signed = sign(token);
  const told = () => browser.last.headers.get("access-control-expose-headers")?.toLowerCase();
  expect(browser.last.headers.get("set-auth-token")).toBe(signed);
  expect(told()).toContain("set-auth-token");
  await client.updateUser({ name: "Bea" });
  expect(browser.last.headers.get("set-auth-token")).toBe(signed);
  expect(told()).toContain("set-auth-token");
  const { data } = await client.signIn.email({ email, password });
  expect(browser.last.headers.get("set-auth-token")).toBe(sign(data!.token));
  await client.signOut();
  expect(browser.last.headers.get("set-auth-token")).toBeNull();
});

test("signed, percent-encoded and plain tokens are taken, and bearer in any case", async () => {
  const { token, user } = await signUp();
  expect(await whoIs(`Bearer ${sign(token)}`)).toBe(user.id);
  expect(await whoIs(`Bearer ${encodeURIComponent(sign(token))}`)).toBe(user.id);
  expect(await whoIs(`Bearer ${token}`)).toBe(user.id);
  expect(await whoIs(`bEARER ${token}`)).toBe(user.id);
});

test("a bearer goes before the cookie", async () => {
  const a = await signUp();
  const b = await signUp();
  expect(await whoIs(`Bearer ${b.token}`, a.browser)).toBe(b.user.id);
});

test("a bearer with a bad signature, or of another scheme, is not looked at", async () => {
  const a = await signUp();
  const b = await signUp();
  expect(await whoIs(`Bearer ${b.token}.${"A".repeat(43)}=`, a.browser)).toBe(a.user.id);
  expect(await whoIs(`Basic ${b.token}`, a.browser)).toBe(a.user.id);
  expect(await whoIs("Bearer ", a.browser)).toBe(a.user.id);
  expect(await whoIs(`Bearer ${b.token}.${"A".repeat(43)}=`)).toBeNull();
});

test(
  "an unknown plain token goes before a good cookie, and clears it, but here not, since its session lives on",
  async () => {
    const { browser } = await signUp();
    expect(await whoIs(`Bearer ${"x".repeat(32)}`, browser)).toBeNull();
    const kept = world.target === "backend";
    expect(setCookies(browser.last)).toHaveLength(kept ? 0 : 3);
    expect(browser.cookies.size > 0).toBe(kept);
  },
);

test("an unknown token is 401 where a session is needed", async () => {
  const reply = await new Browser().send("GET", "/list-sessions", {
    headers: { authorization: `Bearer ${"x".repeat(32)}` },
  });
  expect(reply.status).toBe(401);
  expect(reply.json).toEqual({ message: "Unauthorized", code: "UNAUTHORIZED" });
});

test("with a bearer and no cookie the origin is not looked at", async () => {
  const { token } = await signUp();
  const headers = { authorization: `Bearer ${token}`, origin: "https://evil.example" };
  const reply = await new Browser().send("POST", "/update-user", { body: { name: "Bea" }, headers });
  expect(reply.status).toBe(200);
});

test("with a bearer and a cookie it is", async () => {
  const { browser, token } = await signUp();
  const headers = { authorization: `Bearer ${token}`, origin: "https://evil.example" };
  const reply = await browser.send("POST", "/update-user", { body: { name: "Bea" }, headers });
  expect(reply.status).toBe(403);
  expect(reply.json.code).toBe("INVALID_ORIGIN");
});
