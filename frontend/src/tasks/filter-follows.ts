import { uuid } from "@/api/uuid";
import { searching, type Filter, type FilterChange } from "@/tasks/filters-document";

/** A filter that gets another search, since a tag or a list that it names has another name. */
export interface Follow {
  id: string;
  filter: Filter;
  search: string;
}

/** Returns the filters whose search becomes another one. */
export function followsOf(filters: Filter[], searchOf: (search: string) => string): Follow[] {
  return filters.flatMap((filter) => {
    const search = searchOf(filter.search);
    return search === filter.search ? [] : [{ id: uuid(), filter, search }];
  });
}

/** Returns what takes it back. */
export function takenBack(follows: Follow[]): Follow[] {
  const back = ({ filter, search }: Follow) => ({ id: uuid(), filter: { ...filter, search }, search: filter.search });
  return follows.map(back);
}

/** Returns the change that gives filters their searches; one that was deleted or changed meanwhile stays as it is. */
export function followed(follows: Follow[]): FilterChange {
  return (filters) => follows.reduce((former, { filter, search }) => searching(filter, search)(former), filters);
}

// On the device until the backend has confirmed it, as a change of a task: a tag may be renamed without a connection.
const entry = (user: string) => `todo.follows.${user}`;
const unkept = new Map<string, string>(); // of a browser that keeps nothing
const listeners = new Set<() => void>();

/** Returns what is not confirmed yet, as a text that changes with it; "" where that is nothing. */
export function followsText(user: string): string {
  try {
    return localStorage.getItem(entry(user)) ?? unkept.get(user) ?? "";
  } catch {
    return unkept.get(user) ?? "";
  }
}

export function parseFollows(text: string): Follow[] {
  try {
    const parsed = JSON.parse(text || "[]") as Follow[];
    return parsed.filter(({ id, filter, search }) => id && filter.name && filter.search && search);
  } catch {
    return [];
  }
}

/** Keeps filters that follow, after those of before. */
export function addFollows(user: string, follows: Follow[]) {
  write(user, [...parseFollows(followsText(user)), ...follows]);
}

/** Forgets what is confirmed, or refused. */
export function dropFollows(user: string, follows: Follow[]) {
  const ids = new Set(follows.map(({ id }) => id));
  if (ids.size > 0) write(user, parseFollows(followsText(user)).filter(({ id }) => !ids.has(id)));
}

/** Forgets everything: the account is deleted. */
export const forgetFollows = (user: string) => write(user, []);

/** Calls a listener when what is not confirmed changes, in any tab; returns how to stop. */
export function subscribeFollows(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

function write(user: string, follows: Follow[]) {
  const text = follows.length > 0 ? JSON.stringify(follows) : "";
  unkept.delete(user);
  try {
    if (text) localStorage.setItem(entry(user), text);
    else localStorage.removeItem(entry(user));
  } catch {
    unkept.set(user, text);
  }
  listeners.forEach((listen) => listen());
}
