// @vitest-environment jsdom
// useSession in a page.
import { createAuthClient } from "better-auth/react";
import { createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { Browser, freshEmail, password, signUp, world } from "./world.ts";

let root: Root | undefined;
afterEach(() => root?.unmount());

// The client takes its listeners off the window a second after a page is gone:
// the window has to be there until then.
const added = vi.spyOn(window, "addEventListener");
const removed = vi.spyOn(window, "removeEventListener");
afterAll(() => {
  const listeners = (calls: unknown[][]) => calls.filter(([type]) => type === "storage").length;
  return vi.waitFor(() => expect(listeners(removed.mock.calls)).toBe(listeners(added.mock.calls)), 10_000);
});

// A page with two components that show who is signed in.
function page(browser = new Browser()) {
  let gets = 0;
  const client = createAuthClient({
    baseURL: world.baseURL,
    fetchOptions: {
      customFetchImpl: (input, init) => {
        if (String(input).endsWith("/get-session")) gets++;
        return browser.fetch(input, init);
      },
    },
  });
  function Who() {
    const { data, error, isPending } = client.useSession();
    if (isPending) return "pending;";
    if (error) return `error ${error.status};`;
    if (data === null) return "nobody;";
    return `${data.user.name} until ${data.session.expiresAt.getUTCFullYear()};`;
  }
  const main = document.createElement("main");
  root = createRoot(main);
  root.render([createElement(Who, { key: 1 }), createElement(Who, { key: 2 })]);
  const shows = (text: string) =>
    vi.waitFor(() => expect(main.textContent).toMatch(text), { timeout: 5000, interval: 10 });
  return { browser, client, shows, gets: () => gets };
}

const until = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).getUTCFullYear();

test("useSession follows sign-up, update-user and sign-out", async () => {
  const { client, shows, gets } = page();
  await shows("nobody;nobody;");
  expect(gets()).toBe(1);

  await client.signUp.email({ name: "Ann", email: freshEmail(), password });
  await shows(`Ann until ${until};Ann until ${until};`);

  await client.updateUser({ name: "Bea" });
  await shows(`Bea until ${until};Bea until ${until};`);

  await client.signOut();
  await shows("nobody;nobody;");
});

test("useSession follows sign-in and delete-user", async () => {
  const { email } = await signUp();
  const { client, shows } = page();
  await shows("nobody;nobody;");
  await client.signIn.email({ email, password });
  await shows(`Ann until ${until};`);
  await client.deleteUser({ password });
  await shows("nobody;nobody;");
});

test("useSession knows the session of an earlier visit", async () => {
  const { browser } = await signUp();
  const { shows, gets } = page(browser);
  await shows(`Ann until ${until};Ann until ${until};`);
  expect(gets()).toBe(1);
});

test("useSession notices that the session was ended elsewhere", async () => {
  const { browser, email } = await signUp();
  const { client, shows } = page(browser);
  await shows(`Ann until ${until};`);
  const other = new Browser();
  await other.client.signIn.email({ email, password });
  await other.client.revokeOtherSessions();
  const { error } = await client.updateUser({ name: "Bea" });
  expect(error).toMatchObject({ status: 401 });
  await client.$store.atoms.session!.get().refetch();
  await shows("nobody;nobody;");
});
