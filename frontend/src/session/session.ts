/**
 * The entry of the last user's id. It is no credential: it lets a page request the tasks before the session is loaded,
 * and says whose unsent changes to send.
 */
export const userKey = "todo.user";
const profileKey = "todo.profile";
/** The entry of the user's account, as the backend answered it last (profile.ts). */
export const accountKey = "todo.account";
/** The entry of the user's saved searches, as the backend answered them last (tasks/use-filters.ts). */
export const filtersKey = "todo.filters";
const formerKeys = ["todo.copy", "todo.zone"]; // of former versions of this page

/** Returns the name of the database that has the device's copy of a user's tasks (sync/database.ts). */
export function copyName(user: string): string {
  return `todo.copy.${user}`;
}

/** What the pages show of the signed-in user. */
export interface Profile {
  name: string;
  email: string;
  emailVerified: boolean;
}

/** Returns the id of the user who signed in last on this device and has not signed out. */
export function lastUser(): string | null {
  try {
    return localStorage.getItem(userKey);
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
 * it forgets, but for unsent changes; it resolves once their copy is deleted.
 */
export async function rememberUser(id: string | null, profile?: Profile) {
  const former = lastUser();
  try {
    for (const entry of formerKeys) localStorage.removeItem(entry);
    if (id !== former) {
      navigator.clearAppBadge?.().catch(() => {}); // how much is due is the former user's
      for (const entry of [profileKey, accountKey, filtersKey]) localStorage.removeItem(entry);
      if (id) localStorage.setItem(userKey, id);
      else localStorage.removeItem(userKey);
    }
    if (profile) localStorage.setItem(profileKey, JSON.stringify({ user: id, profile }));
  } catch {
    // Without storage, each page waits for the session.
  }
  if (former !== null && former !== id) await deleteCopy(former);
}

/** Stores an entry of a user, unless they have signed out meanwhile: rememberUser has removed it then. */
export function keepEntry(entry: string, user: string, text: string) {
  try {
    if (lastUser() === user) localStorage.setItem(entry, text);
  } catch {
    // Without storage, the next page waits for the backend's answer.
  }
}

/** Deletes the device's copy of a user's tasks, once every tab has closed it, which each does when it is asked to. */
export function deleteCopy(user: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(copyName(user));
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    } catch {
      resolve(); // this browser keeps nothing
    }
  });
}

/** Calls back when another tab signs in or out. */
export function onUserChange(call: () => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === userKey || event.key === null) call();
  };
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}
