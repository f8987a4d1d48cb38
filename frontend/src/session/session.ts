"use client";

// The id of the last user. It is no credential: it lets a page request the tasks before the session is loaded, and says
// whose unsent changes to send.
const key = "todo.user";
const profileKey = "todo.profile";
/** The entry of the device's copy of what a user's pages have fetched (tasks/copy.ts). */
export const copyKey = "todo.copy";

/** What the pages show of the signed-in user. */
export interface Profile {
  name: string;
  email: string;
  emailVerified: boolean;
}

/** Returns the id of the user who signed in last on this device and has not signed out. */
export function lastUser(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Returns the profile of a user, as this device heard it last. */
export function lastProfile(id: string): Profile | undefined {
  try {
    const { user, profile } = JSON.parse(localStorage.getItem(profileKey) ?? "{}");
    return user === id ? profile : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stores the id of the signed-in user, null for nobody, and notifies other tabs. What the device has of a former user
 * it forgets, but for unsent changes.
 */
export function rememberUser(id: string | null, profile?: Profile) {
  try {
    if (id !== lastUser()) {
      localStorage.removeItem(profileKey);
      localStorage.removeItem(copyKey);
      if (id) localStorage.setItem(key, id);
      else localStorage.removeItem(key);
    }
    if (profile) localStorage.setItem(profileKey, JSON.stringify({ user: id, profile }));
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
