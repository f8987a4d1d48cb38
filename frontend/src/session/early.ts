import { apiURL, patience } from "@/api/fetch";
import { userKey } from "@/session/session";

/**
 * Asks what the application asks first while its scripts are still on their way: whose session it is, then what that
 * user has; apiFetch returns the answers. A device that knows its user shows its copy at once, and needs none of it.
 */
export const earlyScript = `try {
  if (/^\\/(tasks|account)\\b/.test(location.pathname) && !localStorage.getItem(${JSON.stringify(userKey)})) {
    const early = (window.early = {});
    const get = (path) => {
      const { href } = new URL(${JSON.stringify(apiURL)} + path, location.href);
      early[href] = fetch(href, { credentials: "include", signal: AbortSignal.timeout(${patience}) });
      return early[href].then((response) => (response.ok ? response.clone().json() : null)).catch(() => null);
    };
    const changes = (list) => get("/api/lists/" + list + "/changes");
    get("/api/auth/get-session").then((session) => {
      if (!session) return;
      const inbox = session.user.id;
      changes(inbox);
      get("/api/auth/me");
      get("/api/lists").then((answer) => {
        for (const { id } of answer ? answer.lists : []) if (id !== inbox) changes(id);
      });
    });
  }
} catch {}`;
