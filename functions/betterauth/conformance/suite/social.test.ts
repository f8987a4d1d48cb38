// Sign-in with GitHub, as far as it goes without GitHub.
import { describe, expect, test } from "vitest";
import { Browser, cookiePrefix, setCookies, sign, signUp, world } from "./world.ts";

const stateCookie = cookiePrefix + "state";

function expectAuthorize(address: string, scope = "read:user user:email"): string {
  const url = new URL(address);
  expect(url.origin + url.pathname).toBe("https://github.com/login/oauth/authorize");
  const { state, ...params } = Object.fromEntries(url.searchParams);
  expect(params).toEqual({
    response_type: "code",
    client_id: "github-id",
    scope,
    redirect_uri: `${world.baseURL}/api/auth/callback/github`,
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  });
  expect(state).toMatch(/^[A-Za-z0-9_-]{32,}$/);
  return state!;
}

describe("sign-in/social", () => {
  test("answers with GitHub's address and remembers the state", async () => {
    const browser = new Browser();
    const { data, error } = await browser.client.signIn.social({ provider: "github", callbackURL: "/dash" });
    expect(error).toBeNull();
    expect(data).toEqual({ url: expect.any(String), redirect: true });
    const state = expectAuthorize(data!.url!);
    expect(browser.last.headers.get("location")).toBe(data!.url);
    const [cookie, ...others] = setCookies(browser.last);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ name: stateCookie, value: encodeURIComponent(sign(state)) });
    expect(cookie!.attributes).toEqual(expect.arrayContaining(["Max-Age=300", "Path=/", "HttpOnly"]));
  });

  test("with disableRedirect leaves the way there to the page", async () => {
    const browser = new Browser();
    const { data } = await browser.client.signIn.social({ provider: "github", disableRedirect: true });
    expect(data).toEqual({ url: expect.any(String), redirect: false });
    expect(browser.last.headers.get("location")).toBeNull();
  });

  test("asks for more scopes", async () => {
    const { data } = await new Browser().client.signIn.social({
      provider: "github",
      scopes: ["repo"],
      disableRedirect: true,
    });
    expectAuthorize(data!.url!, "read:user user:email repo");
  });

  test("is another state each time", async () => {
    const browser = new Browser();
    const ask = async () =>
      (await browser.client.signIn.social({ provider: "github", disableRedirect: true })).data!.url!;
    expect(expectAuthorize(await ask())).not.toBe(expectAuthorize(await ask()));
  });

  test.each(["discord", "nobody"])("does not know %s", async (provider) => {
    const { error } = await new Browser().client.signIn.social({ provider: provider as "discord" });
    expect(error).toMatchObject({ status: 404, code: "PROVIDER_NOT_FOUND", message: "Provider not found" });
  });

  test.each([{}, { provider: 7 }, { provider: "github", scopes: "repo" }])("refuses the body %j", async (body) => {
    const reply = await new Browser().send("POST", "/sign-in/social", { body });
    expect([reply.status, reply.json.code]).toEqual([400, "VALIDATION_ERROR"]);
  });
});

describe("link-social", () => {
  test("answers as sign-in does", async () => {
    const { client } = await signUp();
    const { data } = await client.linkSocial({ provider: "github", callbackURL: "/settings" });
    expect(data).toEqual({ url: expect.any(String), redirect: true });
    expectAuthorize(data!.url);
  });

  test("does not know other providers", async () => {
    const { client } = await signUp();
    expect((await client.linkSocial({ provider: "discord" })).error).toMatchObject({
      status: 404,
      code: "PROVIDER_NOT_FOUND",
    });
  });
});

describe("callback", () => {
  const errorPage = `${world.baseURL}/api/auth/error`;

  async function begun(more: { errorCallbackURL?: string } = {}) {
    const browser = new Browser();
    const { data } = await browser.client.signIn.social({
      provider: "github",
      callbackURL: "/dash",
      disableRedirect: true,
      ...more,
    });
    return { browser, state: new URL(data!.url!).searchParams.get("state")! };
  }

  async function expectRedirect(browser: Browser, query: string, location: string) {
    const reply = await browser.send("GET", "/callback/github" + query);
    expect([reply.status, reply.headers.get("location")]).toEqual([302, location]);
    expect(browser.cookies.has(cookiePrefix + "session_token")).toBe(false);
  }

  test("without a state", () => expectRedirect(new Browser(), "?code=c", `${errorPage}?error=state_not_found`));

  test("with an unknown state", () =>
    expectRedirect(new Browser(), "?code=c&state=unknown", `${errorPage}?error=state_mismatch`));

  test("with the state of another browser", async () => {
    const { state } = await begun({ errorCallbackURL: "/oops?a=1" });
    await expectRedirect(new Browser(), `?code=c&state=${state}`, "/oops?a=1&error=state_mismatch");
  });

  test("with a state cookie that is not signed", async () => {
    const { state } = await begun({ errorCallbackURL: "/oops" });
    const browser = new Browser();
    browser.cookies.set(stateCookie, encodeURIComponent(`${state}.${"A".repeat(43)}=`));
    await expectRedirect(browser, `?code=c&state=${state}`, "/oops?error=state_mismatch");
  });

  test("with the provider's error", async () => {
    const { browser, state } = await begun({ errorCallbackURL: "/oops?a=1" });
    await expectRedirect(
      browser,
      `?error=access_denied&error_description=no%20way&state=${state}`,
      "/oops?a=1&error=access_denied&error_description=no+way",
    );
    expect(browser.cookies.has(stateCookie)).toBe(false);
  });

  test("with the provider's error, and no errorCallbackURL", async () => {
    const { browser, state } = await begun();
    await expectRedirect(browser, `?error=access_denied&state=${state}`, `${errorPage}?error=access_denied`);
  });

  test("without a code", async () => {
    const { browser, state } = await begun({ errorCallbackURL: "/oops" });
    await expectRedirect(browser, `?state=${state}`, "/oops?error=no_code");
  });

  test("with a state that has been used", async () => {
    const { browser, state } = await begun();
    const cookie = browser.cookies.get(stateCookie)!;
    await browser.send("GET", `/callback/github?error=access_denied&state=${state}`);
    browser.cookies.set(stateCookie, cookie);
    await expectRedirect(browser, `?code=c&state=${state}`, `${errorPage}?error=state_mismatch`);
  });
});

test("the error page leads to the frontend's", async () => {
  const reply = await new Browser().send("GET", "/error?error=state_mismatch");
  expect(reply.status).toBe(302);
  expect(reply.headers.get("location")).toMatch(/\/\?error=state_mismatch$/);
});
