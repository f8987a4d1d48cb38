/** Where the backend is: its origin, or "" where /api is this site's own. */
export const apiURL = process.env.NEXT_PUBLIC_API_URL ?? "";

// A request without an answer for this long has failed, as if the network had. Milliseconds.
const patience = 20_000;

// The session is an HttpOnly cookie, out of reach of scripts. Two cases are left, in which the token of the sign-in is
// kept in memory until the page goes: a browser that refuses the cookie of another site, and an origin that the backend
// allows no cookie for (a Vercel preview), where even asking with credentials fails.
let credentials: RequestCredentials = "include";
let bearer: string | undefined;
let answered = false;

/** Whether the session lasts no longer than this page: the browser or the backend refuses the cookie here. */
export function isSessionInMemory(): boolean {
  return bearer !== undefined;
}

/** fetch for the backend: with the cookie, or with the bearer token where there can be none. */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  let response: Response;
  try {
    response = await send(request.clone());
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
    response = await send(request);
  }
  if (response.ok && response.status !== 204 && !isJSON(response)) {
    // A captive portal, a host's page: as if there had been no answer.
    throw new TypeError(`${request.url} answered ${response.status} without JSON: it is not the backend that answered`);
  }
  answered = true;
  await keepToken(request, response);
  return response;
}

/** Reports whether an answer says that it is JSON; whatever the backend answers with a body is. */
export function isJSON(response: Response): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(response.headers.get("content-type") ?? "");
}

async function send(request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  if (bearer) headers.set("authorization", `Bearer ${bearer}`);
  const signal = eitherOf(request.signal, AbortSignal.timeout(patience));
  return fetch(new Request(request, { headers, credentials, signal }));
}

/** The signal that aborts as the first of several does. AbortSignal.any is younger than browsers in use. */
function eitherOf(...signals: AbortSignal[]): AbortSignal {
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

/** Whether the backend answers this origin without credentials alone, and it is not the network that fails now and then. */
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

/** Takes up the token of a sign-in where the cookie is not kept, and forgets it when the session is over. */
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
