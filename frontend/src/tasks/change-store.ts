import { byOrder, type Change } from "@/tasks/changes";
import type { RefusedChange } from "@/tasks/refused";

const version = 3;
const readable: readonly unknown[] = [2, version, undefined]; // version 2 had creations without an id

/**
 * An entry that this page cannot read: cut short as it was written, say. Its text is kept until the user discards it.
 */
export interface Unreadable {
  key: string;
  text: string;
}

/**
 * One user's changes on this device, in localStorage, one entry each, so that tabs never write over one another.
 * Nothing throws: a browser may keep nothing, or be full. What a later version of the page has written stays as it is.
 */
export class ChangeStore {
  private readonly changes: string;
  private readonly refused: string;
  private readonly unreadable: string;
  private readonly counter: string;
  private readonly old: string; // the entries of version 1

  constructor(user: string) {
    this.changes = `todo.changes.${user}.`;
    this.refused = `todo.refused.${user}.`;
    this.unreadable = `todo.unreadable.${user}.`;
    this.counter = `todo.counter.${user}`;
    this.old = `todo.outbox.${user}.`;
  }

  /** Returns the changes in order, those of version 1 among them, and sets aside what cannot be read. */
  load(): Change[] {
    const changes = this.readAll(this.changes, isChange, upgraded).sort(byOrder);
    let last = changes.at(-1)?.seq ?? 0;
    for (const { key, value } of this.readVersion1()) {
      last = this.next(last);
      const change = upgraded({ ...value, seq: last });
      if (this.put(change)) erase(key);
      changes.push(change);
    }
    return changes;
  }

  /** Returns the next place in the order: above least, and above all that any tab of this device has been given. */
  next(least: number): number {
    const stored = Number(read(this.counter));
    const seq = Math.max(least, Number.isSafeInteger(stored) ? stored : 0) + 1;
    write(this.counter, String(seq));
    return seq;
  }

  /** Keeps a change, and reports whether the device does. */
  put(change: Change): boolean {
    return write(this.changes + change.id, JSON.stringify({ ...change, v: version }));
  }

  has(change: Change): boolean {
    return read(this.changes + change.id) !== null || read(this.old + change.id) !== null;
  }

  remove(id: string) {
    erase(this.changes + id);
    erase(this.old + id); // where the storage was too full to write it anew
  }

  /** Reports whether somebody has emptied the storage: what is missing then has not been sent by another tab. */
  get emptied(): boolean {
    return read(this.counter) === null;
  }

  loadRefused(): RefusedChange[] {
    const upgrade = (refused: RefusedChange) => ({ ...refused, change: upgraded(refused.change) });
    return this.readAll(this.refused, isRefused, upgrade).sort((a, b) => byOrder(a.change, b.change));
  }

  putRefused(refused: RefusedChange): boolean {
    return write(this.refused + refused.id, JSON.stringify({ ...refused, v: version }));
  }

  removeRefused(id: string) {
    erase(this.refused + id);
  }

  loadUnreadable(): Unreadable[] {
    return keys(this.unreadable).map((key) => ({ key, text: read(key) ?? "" }));
  }

  removeUnreadable(key: string) {
    erase(key);
  }

  private readAll<T>(prefix: string, is: (value: unknown) => value is T, upgrade: (former: T) => T): T[] {
    return keys(prefix).flatMap((key) => {
      const parsed = parse(read(key));
      const { v: written, ...value } = isObject(parsed) ? parsed : {};
      if (readable.includes(written) && is(value)) return [written === version ? value : upgrade(value)];
      if (!(typeof written === "number" && written > version)) this.setAside(key);
      return [];
    });
  }

  /** Version 1 sorted by the clock, so that a creation may stand behind changes of its task: creations come first. */
  private readVersion1(): { key: string; value: Change }[] {
    const entries = keys(this.old).flatMap((key) => {
      const { heldUntil, ...value } = (parse(read(key)) ?? {}) as Change & { heldUntil?: number };
      const change = { ...value, seq: 0, ...(heldUntil ? { held: true } : {}) };
      if (isChange(change)) return [{ key, value: change as Change }];
      this.setAside(key);
      return [];
    });
    return [...entries.filter((e) => e.value.kind === "create"), ...entries.filter((e) => e.value.kind !== "create")];
  }

  private setAside(key: string) {
    if (write(this.unreadable + key, read(key) ?? "")) erase(key);
  }
}

/** Returns a change of a former version of this page, whose creations have an Idempotency-Key in place of an id. */
function upgraded(change: Change): Change {
  return change.kind === "create" ? { ...change, key: change.task } : change;
}

function isChange(value: unknown): value is Change {
  if (!isObject(value)) return false;
  const { kind, id, seq, at, task, fields, before } = value;
  if ([id, at, task].some((text) => typeof text !== "string") || !Number.isSafeInteger(seq)) return false;
  const titled = (task: unknown) => isObject(task) && typeof task.title === "string";
  if (kind === "create") return titled(fields);
  return (kind === "delete" || kind === "restore" || (kind === "update" && isObject(fields))) && titled(before);
}

function isRefused(value: unknown): value is RefusedChange {
  if (!isObject(value)) return false;
  return (
    typeof value.id === "string" &&
    typeof value.message === "string" &&
    isObject(value.fields) &&
    isChange(value.change)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function keys(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .sort();
  } catch {
    return [];
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes an entry, and reports whether it could: not where the storage is full or blocked. */
function write(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function erase(key: string) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to remove.
  }
}
