// What the tests are written with: simulated browsers and their mail.
import { createHmac, randomInt, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { createAuthClient } from "better-auth/client";
import { jwtClient } from "better-auth/client/plugins";
import { expect, inject, vi } from "vitest";
import type { Mail } from "./smtp.ts";

export const world = inject("world");
export const secure = world.baseURL.startsWith("https:");
export const cookiePrefix = secure ? "__Secure-better-auth." : "better-auth.";
export const sessionCookie = cookiePrefix + "session_token";
export const password = "correct horse battery";

export const freshEmail = () => `user-${randomUUID()}@example.com`;

// Every browser has an address of its own, so that rate limits do not meet.
const network = `10.${randomInt(256)}.${randomInt(256)}`;
let hosts = 0;

export type Reply = {
  status: number;
  statusText: string;
  headers: Headers;
  text: string;
  json: any;
};

export type Sent = {
  body?: unknown; // sent as JSON
  raw?: string; // sent as it is
  headers?: Record<string, string | undefined>; // undefined takes a default away
};

// A Browser keeps cookies, and sends what a browser on a page of the frontend
// sends.
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly ip = `${network}.${++hosts}`;
  readonly userAgent = `Mozilla/5.0 (conformance ${randomUUID()})`;
  last!: Reply; // the newest answer

  // send makes one request, past the client. Redirects are not followed.
  async send(method: string, path: string, { body, raw, headers }: Sent = {}): Promise<Reply> {
    const data = body === undefined ? raw : JSON.stringify(body);
    const reply = await exchange(method, "/api/auth" + path, data, {
      host: new URL(world.baseURL).host,
      "x-forwarded-for": this.ip,
      "x-forwarded-proto": secure ? "https" : "http",
      "user-agent": this.userAgent,
      origin: method === "GET" ? undefined : world.frontend,
      "sec-fetch-mode": "cors",
      "sec-fetch-site": "same-site",
      cookie:
        this.cookies.size > 0 ? [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") : undefined,
      "content-type": body === undefined ? undefined : "application/json",
      ...headers,
    });
    expectReadable(reply);
    for (const cookie of setCookies(reply)) {
      if (cookie.attributes.includes("Max-Age=0")) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
    return (this.last = reply);
  }

  // fetch is send in the shape the client wants.
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input));
    if (url.origin !== world.baseURL || !url.pathname.startsWith("/api/auth/")) throw new Error(`a request to ${url}`);
    const reply = await this.send(init.method ?? "GET", url.pathname.slice("/api/auth".length) + url.search, {
      raw: typeof init.body === "string" ? init.body : undefined,
      headers: Object.fromEntries(new Headers(init.headers)),
    });
    return new Response(reply.text || null, reply);
  };

  readonly client = createAuthClient({
    baseURL: world.baseURL,
    plugins: [jwtClient()],
    fetchOptions: { customFetchImpl: this.fetch },
  });

  // open follows a link of a mail, without following its redirect.
  open(link: string): Promise<Reply> {
    const url = new URL(link);
    if (url.origin !== world.baseURL) throw new Error(`the link ${link} leads elsewhere`);
    return this.send("GET", url.pathname.slice("/api/auth".length) + url.search);
  }
}

function exchange(
  method: string,
  path: string,
  data: string | undefined,
  headers: Record<string, string | undefined>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port: world.port, method, path, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const headers = new Headers();
        for (let i = 0; i < res.rawHeaders.length; i += 2) headers.append(res.rawHeaders[i]!, res.rawHeaders[i + 1]!);
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: res.statusCode!, statusText: res.statusMessage!, headers, text, json: json(text) });
      });
    });
    req.on("error", reject);
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) req.setHeader(name, value);
    if (data !== undefined) req.setHeader("content-length", Buffer.byteLength(data));
    req.end(data);
  });
}

// expectReadable wants of every answer what the client needs to read it: the
// type of JSON, and times that it makes the right Date of.
function expectReadable({ headers, text }: Reply): void {
  if (text === "") return;
  expect(headers.get("content-type")).toMatch(/^application\/json(;|$)/);
  for (const [time] of text.matchAll(/"\d{4}-\d\d-\d\d[^"]*"/g)) {
    expect(time).toMatch(/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type SetCookie = { name: string; value: string; attributes: string[] };

export function setCookies(reply: Reply): SetCookie[] {
  return reply.headers.getSetCookie().map((line) => {
    const [pair = "", ...attributes] = line.split("; ");
    const equals = pair.indexOf("=");
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1), attributes };
  });
}

// sign is the signed form of a value, as it stands in a bearer token;
// percent-encoded it is the value of a cookie.
export function sign(value: string): string {
  return `${value}.${createHmac("sha256", world.secret).update(value).digest("base64")}`;
}

// signUp is a browser with a new, signed-in user.
export async function signUp(more: { rememberMe?: boolean; callbackURL?: string } = {}) {
  const browser = new Browser();
  const email = freshEmail();
  const { data, error } = await browser.client.signUp.email({ name: "Ann", email, password, ...more });
  if (error) throw new Error(JSON.stringify(error));
  return { browser, client: browser.client, email, user: data.user, token: data.token! };
}

// signIn is one more browser of a user.
export async function signIn(email: string, withPassword = password) {
  const browser = new Browser();
  const { data, error } = await browser.client.signIn.email({ email, password: withPassword });
  if (error) throw new Error(JSON.stringify(error));
  return { browser, client: browser.client, token: data.token };
}

export async function signedIn(browser: Browser): Promise<boolean> {
  return (await browser.send("GET", "/get-session")).json !== null;
}

// isNotice reports whether a mail tells an owner of a change and asks nothing
// but, at the former address, whether to take it back: the backend's alone.
const isNotice = (mail: Mail) => !mail.text.includes("/api/auth/") || mail.text.includes("/api/auth/undo-email-change");

// links are those of the mails to an address, the oldest first, once there are
// as many as told.
export function links(address: string, count: number): Promise<string[]> {
  return vi.waitFor(
    () => {
      const found = readdirSync(world.mails)
        .sort()
        .map((name) => JSON.parse(readFileSync(join(world.mails, name), "utf8")) as Mail)
        .filter((mail) => mail.to.includes(address) && !isNotice(mail))
        .map((mail) => /https?:\/\/[^\s<>"]+/.exec(mail.text)?.[0] ?? "");
      if (found.length < count) throw new Error(`${found.length} mails to ${address}, not ${count}`);
      return found;
    },
    { timeout: 15_000, interval: 20 },
  );
}

export async function link(address: string, number = 1): Promise<string> {
  return (await links(address, number))[number - 1]!;
}
