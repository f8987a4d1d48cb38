"use client";

import { apiFetch, apiURL } from "@/api/fetch";
import { auth } from "@/api/auth";

// Who was signed in here last. It is no credential; it lets a page ask for the tasks before the session is known, and
// says whose changes are still to be sent.
const key = "todo.user";

/** The id of whoever was signed in last on this device, and has not signed out. */
export function lastUser(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Notes who is signed in, null for nobody; other tabs hear of it. */
export function rememberUser(id: string | null) {
  try {
    if (id === lastUser()) return;
    if (id) localStorage.setItem(key, id);
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing: then each page asks first.
  }
}

/** Calls back when another tab has signed in or out. */
export function onUserChange(call: () => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === key || event.key === null) call();
  };
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}

/**
 * The id of whose session the browser has this moment, asked anew, or null. It throws when the backend cannot be reached.
 */
export async function currentUser(): Promise<string | null> {
  const response = await apiFetch(`${apiURL}/api/auth/get-session`);
  if (!response.ok) throw new Error(`get-session answered ${response.status}`);
  const session = (await response.json()) as { user: { id: string } } | null;
  return session?.user.id ?? null;
}

/** The session, as Better Auth's client has it. */
export const useSession = auth.useSession;
