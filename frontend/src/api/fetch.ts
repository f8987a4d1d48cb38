/** The origin of the backend, or "" where this site itself serves /api. */
export const apiURL = process.env.NEXT_PUBLIC_API_URL ?? "";

/** A request without an answer after this time counts as a network error. Milliseconds. */
export const patience = 20_000;

declare global {
  interface Window {
    /** The requests that the document itself has begun (session/early.ts), by their addresses. */
    early?: Record<string, Promise<Response>>;
  }
}

// The session is an HttpOnly cookie, out of reach of scripts. In two cases the token of the sign-in is kept in memory
// instead, until the page is left: the browser blocks third-party cookies, or the backend allows the page's origin no
// credentials (a Vercel preview), so that even a request with credentials fails.
let credentials: RequestCredentials = "include";
let bearer: string | undefined;
let answered = false;

/** Reports whether the session ends with this page, because the browser or the backend refuses the cookie. */
export function isSessionInMemory(): boolean {
  return bearer !== undefined;
}

/**
 * Calls fetch for the backend, with the cookie or, where that is refused, with the bearer token. An answer that has not
 * arrived as a whole after a time counts as none.
 */
export async function apiFetch(
  input: RequestInfo | URL,
  init?: RequestInit,
  timeout: number = patience,
): Promise<Response> {
  const request = new Request(input, init);
  let response: Response;
  try {
    response = await send(request.clone(), timeout);
  } catch (error) {
    if (
      answered ||
      credentials === "omit" ||
      request.signal.aborted ||
      !crossOrigin(request) ||
      !(await refusesCredentials())
    ) {
      throw error;
    }
    credentials = "omit";
    response = await send(request, timeout);
  }
  if (response.ok && response.status !== 204 && !isAnswer(response)) {
    // A captive portal or a host's error page counts as no answer.
    throw new TypeError(`${request.url} answered ${response.status} with a page: it is not the backend that answered`);
  }
  answered = true;
  await keepToken(request, response);
  return response;
}

/** Reports whether a response has a type of the backend's: JSON, as all responses with a body but exports. */
function isAnswer(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return /^(application\/([\w.-]+\+)?json|text\/(csv|calendar))\s*(;|$)/i.test(type);
}

async function send(request: Request, timeout: number): Promise<Response> {
  const early = await takeEarly(request);
  if (early?.ok) return early;
  const headers = new Headers(request.headers);
  if (bearer) headers.set("authorization", `Bearer ${bearer}`);
  const signal = anySignal(request.signal, AbortSignal.timeout(timeout));
  return fetch(new Request(request, { headers, credentials, signal }));
}

const soon = 60_000; // milliseconds from the page's start; later, what was answered early has changed

/** Returns the answer to a request that the document has begun, once; undefined where none has come. */
async function takeEarly({ method, url }: Request): Promise<Response | undefined> {
  const early = globalThis.window?.early; // tests run without a window
  if (!early || method !== "GET" || performance.now() > soon) return undefined;
  const answer = early[url];
  delete early[url];
  return answer?.catch(() => undefined);
}

/** Returns a signal that aborts with the first of several. AbortSignal.any is too new for the supported browsers. */
function anySignal(...signals: AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true, signal: controller.signal });
  }
  return controller.signal;
}

function crossOrigin(request: Request) {
  return new URL(request.url).origin !== location.origin;
}

/**
 * Reports whether the backend answers this origin only without credentials. It tries both twice, since a network that
 * fails now and then looks alike.
 */
async function refusesCredentials(): Promise<boolean> {
  for (const [tried, expected] of [
    ["omit", true],
    ["include", false],
    ["omit", true],
    ["include", false],
  ] as const) {
    const ok = await fetch(`${apiURL}/api/auth/ok`, { credentials: tried, cache: "no-store" }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok !== expected) return false;
  }
  return true;
}

/** Stores the token of a sign-in where the cookie is blocked, and drops it when the session ends. */
async function keepToken(request: Request, response: Response) {
  const { pathname } = new URL(request.url);
  if (/\/api\/auth\/(sign-out|delete-user)$/.test(pathname) && response.ok) {
    bearer = undefined;
    return;
  }
  const token = response.headers.get("set-auth-token");
  if (!token) return;
  if (bearer || credentials === "omit") {
    bearer = token;
  } else if (/\/api\/auth\/sign-(in|up)\/email$/.test(pathname) && crossOrigin(request)) {
    const session = await fetch(`${apiURL}/api/auth/get-session`, { credentials })
      .then((r) => r.json())
      .catch(() => undefined);
    if (session === null) bearer = token;
  }
}
