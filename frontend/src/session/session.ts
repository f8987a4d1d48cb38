"use client";

import { apiFetch, apiURL } from "@/api/fetch";
import { auth } from "@/api/auth";

// The id of the last user. It is no credential: it lets a page request the tasks before the session is loaded, and says
// whose unsent changes to send.
const key = "todo.user";

/** Returns the id of the user who signed in last on this device and has not signed out. */
export function lastUser(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores the id of the signed-in user, null for nobody, and notifies other tabs. */
export function rememberUser(id: string | null) {
  try {
    if (id === lastUser()) return;
    if (id) localStorage.setItem(key, id);
    else localStorage.removeItem(key);
  } catch {
    // Without storage, each page waits for the session.
  }
}

/** Calls back when another tab signs in or out. */
export function onUserChange(call: () => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === key || event.key === null) call();
  };
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}

/**
 * Asks the backend whose session the browser has, and returns that user's id, null without a session. It throws when
 * the backend cannot be reached.
 */
export async function currentUser(): Promise<string | null> {
  const response = await apiFetch(`${apiURL}/api/auth/get-session`);
  if (!response.ok) throw new Error(`get-session answered ${response.status}`);
  const session = (await response.json()) as { user: { id: string } } | null;
  return session?.user.id ?? null;
}

/** Returns the session that Better Auth's client has loaded. */
export const useSession = auth.useSession;
