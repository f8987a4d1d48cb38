/** Where to go after signing in: a page of this site that a `next` parameter names, else the tasks. */
export function safeNext(next: string | null | undefined): string {
  const fallback = "/tasks";
  if (!next || !next.startsWith("/") || /[\\\u0000-\u001f]/.test(next)) return fallback;
  const base = "http://here.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined;
  if (!url || url.origin !== base || url.pathname.startsWith("//") || /^\/(auth|api)(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}

/** The sign-in page, which leads back to where one is; ended says that there was a session. */
export function signInPath(here: string, ended: boolean): string {
  return `/auth/signin?${new URLSearchParams({ ...(ended ? { ended: "1" } : {}), next: here })}`;
}

/** A page of those who are not signed in that leads on to next, which safeNext has let pass. */
export function leadingTo(path: string, next: string): string {
  return next === "/tasks" ? path : `${path}?${new URLSearchParams({ next })}`;
}
