/** Where signing in leads, and the link home of the pages for signed-in users: Today. */
export const landing = "/tasks?view=today";

/** Returns where to go after signing in: the page of this site that the `next` parameter names, else Today. */
export function safeRedirect(next: string | null | undefined): string {
  const fallback = landing;
  if (!next || !next.startsWith("/") || /[\\\u0000-\u001f]/.test(next)) return fallback;
  const base = "http://here.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined;
  if (!url || url.origin !== base || url.pathname.startsWith("//")) return fallback; // it leads to another site
  if (/^\/(auth|api)(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}

/** Returns the path of the sign-in page that leads back to `here`; `ended` says that a session has ended. */
export function signInPath(here: string, ended: boolean): string {
  return `/auth/signin?${new URLSearchParams({ ...(ended ? { ended: "1" } : {}), next: here })}`;
}

/** Returns path with `next`, a result of safeRedirect, as its parameter; the default is left out. */
export function withNext(path: string, next: string): string {
  return next === landing ? path : `${path}?${new URLSearchParams({ next })}`;
}
