/**
 * Watches the page: wake is called when it is looked at again, or has a network again, hide when it goes, and what is
 * not kept makes the browser ask before that. Returns how to stop.
 */
export function watchPage({ wake, hide, hasUnkept }: { wake: () => void; hide: () => void; hasUnkept: () => boolean }) {
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const event of ["online", "focus", "pageshow"]) addEventListener(event, wake, { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal });
  addEventListener("pagehide", hide, { signal });
  addEventListener("beforeunload", (event) => hasUnkept() && event.preventDefault(), { signal });
  return () => stopping.abort();
}
