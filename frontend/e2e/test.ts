import { readFile } from "node:fs/promises";

import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from "@playwright/test";

import {
  backend,
  backendLog,
  frontend,
  insecure,
  insecureStatic,
  oneOrigin,
  otherSite,
  preview,
  relays,
} from "./servers";

export { expect };

/** Somebody with an account, signed in through a session of their own: another device. */
export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  /** Calls the backend as them, and returns the answer's JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  call: (method: string, path: string, data?: unknown) => Promise<any>;
}

/** What a test expects to go wrong: text of console messages that are no fault. */
type Expecting = (...messages: RegExp[]) => void;

interface Fixtures {
  /** Makes an account; its mail address is new. */
  person: (name?: string) => Promise<Person>;
  /** An account, in whose name the page is signed in. */
  me: Person;
  /** Names console errors that the test provokes. Any other, a CSP violation, or a foreign request fails it. */
  expecting: Expecting;
}

/** The origin of the build that is tested. */
export const site = () => base.info().project.use.baseURL ?? frontend;
/** Reports whether that is the static build. */
export const isStatic = () => site() === backend;

let count = 0;

export const test = base.extend<Fixtures>({
  person: async ({ playwright }, use) => {
    const contexts: APIRequestContext[] = [];
    await use(async (name = "Ann Berg") => {
      const email = `${name.split(" ")[0]?.toLowerCase()}-${process.pid}-${Date.now()}-${count++}@example.com`;
      const password = "correct horse battery";
      const request = await playwright.request.newContext({ baseURL: backend, extraHTTPHeaders: { origin: frontend } });
      contexts.push(request);
      const answer = await request.post("/api/auth/sign-up/email", { data: { name, email, password } });
      if (!answer.ok()) throw new Error(await answer.text());
      const { user } = await answer.json();
      return {
        id: user.id,
        name,
        email,
        password,
        call: async (method, path, data) => {
          const answer = await request.fetch(path, { method, ...(data === undefined ? {} : { data }) });
          if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
          return answer.status() === 204 ? null : answer.json();
        },
      };
    });
    await Promise.all(contexts.map((c) => c.dispose()));
  },

  me: async ({ person, context }, use) => {
    const me = await person();
    await signIn(context, me);
    await use(me);
  },

  expecting: [
    async ({ context }, use) => {
      const allowed = [/Service Worker registration blocked by Playwright/]; // by serviceWorkers: "block"
      const faults: string[] = [];
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (e) =>
          console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`),
        );
      });
      context.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          faults.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => void faults.push(`page: ${error.error().stack}`));
      const ours = [backend, frontend, insecure, insecureStatic, oneOrigin, otherSite, preview];
      ours.push(...Object.values(relays));
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (!["data:", "blob:"].includes(url.protocol) && !ours.includes(url.origin))
          faults.push(`foreign request: ${url}`);
      });
      await use((...messages) => void allowed.push(...messages));
      expect(faults.filter((fault) => !allowed.some((a) => a.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Gives a browser a session of a person's, as its cookie. */
export async function signIn(context: BrowserContext, who: Person) {
  const answer = await context.request.post(`${backend}/api/auth/sign-in/email`, {
    headers: { origin: frontend },
    data: { email: who.email, password: who.password },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** The tasks that the list shows. */
export const rows = (page: Page) => page.getByRole("list", { name: "Tasks" }).getByRole("listitem");

/** Signs in through the page, which shows the form. */
export async function enter(page: Page, who: Person) {
  await page.getByRole("textbox", { name: "Email" }).fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Console errors of a request that fails, which the browser itself writes. */
export const failedRequest = /Failed to load resource/;

/** What the browser, and Next's prefetching, write without a connection. */
export const disconnected: RegExp[] = [failedRequest, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch RSC payload/];

/** Fails where axe finds a violation of WCAG 2.2 AA or of its best practices, in either theme. */
export async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(
      violations.map((v) => `${colorScheme}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    ).toEqual([]);
  }
}

/** The link of the newest mail to an address, once it is there. */
export async function mailedLink(to: string, path: string): Promise<string> {
  let link = "";
  await expect
    .poll(
      async () => {
        const lines = (await readFile(backendLog, "utf8"))
          .split("\n")
          .filter((line) => line.includes(to) && line.includes(path));
        link =
          lines
            .at(-1)
            ?.match(/https?:\/\/[^\s"\\]+/)?.[0]
            ?.replaceAll("\\u0026", "&") ?? "";
        return link;
      },
      { message: `a mail to ${to} with a link to ${path}` },
    )
    .not.toBe("");
  return link;
}
