import { expect, test } from "vitest";
import {
  Browser,
  cookiePrefix,
  freshEmail,
  password,
  secure,
  sessionCookie,
  setCookies,
  sign,
  signUp,
  signedIn,
  world,
} from "./world.ts";

// With the frontend on another site the backend's cookies have to say None.
const sameSite = ["SameSite=Lax"]; // the frontend is of the same site; the Go tests have the other case
const attributes = ["Path=/", "HttpOnly", ...(secure ? ["Secure"] : []), ...sameSite];
const lasting = [...attributes, "Max-Age=604800"].sort();
const fleeting = [...attributes].sort();
const clearing = [...attributes, "Max-Age=0"].sort();
const dontRemember = cookiePrefix + "dont_remember";
const sorted = (browser: Browser) =>
  setCookies(browser.last).map((cookie) => ({ ...cookie, attributes: [...cookie.attributes].sort() }));

test("the session cookie is the token and its signature, percent-encoded", async () => {
  const { browser, token } = await signUp();
  expect(sorted(browser)).toEqual([
    { name: sessionCookie, value: encodeURIComponent(sign(token)), attributes: lasting },
  ]);
});

test("a cookie that is not percent-encoded is read too", async () => {
  const { token } = await signUp();
  const browser = new Browser();
  browser.cookies.set(sessionCookie, sign(token));
  expect(await signedIn(browser)).toBe(true);
});

test("sign-in sets the same cookie as sign-up", async () => {
  const { email } = await signUp();
  const browser = new Browser();
  const { data } = await browser.client.signIn.email({ email, password });
  expect(sorted(browser)).toEqual([
    { name: sessionCookie, value: encodeURIComponent(sign(data!.token)), attributes: lasting },
  ]);
});

test("rememberMe false sets cookies that end with the browser", async () => {
  const forgotten = (token: string) => [
    { name: sessionCookie, value: encodeURIComponent(sign(token)), attributes: fleeting },
    { name: dontRemember, value: encodeURIComponent(sign("true")), attributes: fleeting },
  ];
  const { browser, email, token } = await signUp({ rememberMe: false });
  expect(sorted(browser)).toEqual(forgotten(token));
  const other = new Browser();
  const { data } = await other.client.signIn.email({ email, password, rememberMe: false });
  expect(sorted(other)).toEqual(forgotten(data!.token));
});

test("update-user renews the cookie, remembered or not", async () => {
  const one = await signUp();
  await one.client.updateUser({ name: "Bea" });
  expect(sorted(one.browser)).toEqual([
    { name: sessionCookie, value: encodeURIComponent(sign(one.token)), attributes: lasting },
  ]);
  const two = await signUp({ rememberMe: false });
  await two.client.updateUser({ name: "Bea" });
  expect(sorted(two.browser)).toEqual([
    { name: sessionCookie, value: encodeURIComponent(sign(two.token)), attributes: fleeting },
    { name: dontRemember, value: encodeURIComponent(sign("true")), attributes: fleeting },
  ]);
});

test("a remembered sign-in forgets dont_remember", async () => {
  const { browser, email } = await signUp({ rememberMe: false });
  const { data } = await browser.client.signIn.email({ email, password, rememberMe: true });
  expect(sorted(browser)).toEqual([
    { name: sessionCookie, value: encodeURIComponent(sign(data!.token)), attributes: lasting },
    { name: dontRemember, value: "", attributes: clearing },
  ]);
});

test("sign-out clears three cookies, each in a line of its own", async () => {
  const { browser, client } = await signUp();
  await client.signOut();
  expect(sorted(browser)).toEqual(
    ["session_token", "session_data", "dont_remember"].map((name) => ({
      name: cookiePrefix + name,
      value: "",
      attributes: clearing,
    })),
  );
});

test("only the cookie of this server's name counts", async () => {
  const { browser } = await signUp();
  const value = browser.cookies.get(sessionCookie)!;
  const other = new Browser();
  other.cookies.set(secure ? "better-auth.session_token" : "__Secure-better-auth.session_token", value);
  expect(await signedIn(other)).toBe(false);
});

test("of two cookies of one name the first counts", async () => {
  const one = await signUp();
  const two = await signUp();
  const [a, b] = [one, two].map(({ browser }) => `${sessionCookie}=${browser.cookies.get(sessionCookie)}`);
  const reply = await new Browser().send("GET", "/get-session", { headers: { cookie: `theme=dark; ${a}; ${b}` } });
  expect(reply.json.user.id).toBe(one.user.id);
});

test("a refused sign-up sets no cookie", async () => {
  const browser = new Browser();
  await browser.client.signUp.email({ name: "Ann", email: freshEmail(), password: "short" });
  expect(setCookies(browser.last)).toEqual([]);
});
