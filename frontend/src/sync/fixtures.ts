import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { vi } from "vitest";

import type { Answer, List, Task } from "@/sync/database";
import type { Changes, Feed } from "@/sync/feed";
import { Replica } from "@/sync/replica";

/** Tests alone: returns a task, whose id is its title. */
export function taskOf(id: string, part: Partial<Task> = {}): Task {
  return { id, title: id, list_id: "inbox", completed: false, deleted_at: null, ...part } as Task;
}

/** Tests alone: returns a list at a change. */
export function listOf(id: string, change_seq = 1): List {
  return { id, name: id, change_seq } as List;
}

interface Entry {
  seq: number;
  id: string;
  removed: boolean;
}

/** Tests alone: a backend with lists, tasks, and the feed of their changes. */
export class Backend implements Feed {
  readonly tasks = new Map<string, Task>();
  readonly lists_ = new Map<string, { seq: number; purged: number; entries: Map<string, Entry> }>();
  /** What was asked, such as "lists", "304" and "inbox 3". */
  asked: string[] = [];
  pageSize = 2;
  /** Called before each answer, with what was asked: it may throw, or change something. */
  before: (asked: string) => unknown = () => {};

  constructor(...lists: string[]) {
    for (const id of ["inbox", ...lists]) this.addList(id);
  }

  addList(id: string) {
    this.lists_.set(id, { seq: 0, purged: 0, entries: new Map() });
  }

  /** Makes a task what it is given, or moves it to the list that it is given. */
  put(...ids: (string | Task)[]) {
    for (const given of ids) {
      const task = typeof given === "string" ? taskOf(given) : given;
      const before = this.tasks.get(task.id)?.list_id;
      if (before && before !== task.list_id) this.note(before, task.id, true);
      this.tasks.set(task.id, task);
      this.note(task.list_id, task.id, false);
    }
  }

  /** Deletes a task for good. */
  purge(id: string) {
    const list = this.tasks.get(id)?.list_id ?? "";
    this.tasks.delete(id);
    this.note(list, id, true);
  }

  /** Forgets what has left a list so far. */
  forget(list: string) {
    const feed = this.lists_.get(list);
    if (!feed) return;
    feed.purged = feed.seq;
    for (const [id, entry] of feed.entries) if (entry.removed) feed.entries.delete(id);
  }

  private note(list: string, id: string, removed: boolean) {
    const feed = this.lists_.get(list);
    feed?.entries.set(id, { seq: ++feed.seq, id, removed });
  }

  async lists(etag: string | undefined) {
    const lists = Array.from(this.lists_, ([id, { seq }]) => listOf(id, seq));
    const tag = JSON.stringify(lists);
    const asked = etag === tag ? "304" : "lists";
    this.asked.push(asked);
    await this.before(asked);
    return etag === tag ? undefined : { lists, etag: tag };
  }

  async changes(list: string, cursor: string | undefined): Promise<Changes | "expired" | "missing"> {
    const asked = `${list} ${cursor ?? "all"}`;
    this.asked.push(asked);
    await this.before(asked);
    const feed = this.lists_.get(list);
    if (!feed) return "missing";
    const [after = 0, removals = feed.seq] = cursor?.split("/").map(Number) ?? [];
    if (cursor && removals < feed.purged) return "expired";
    const entries = [...feed.entries.values()]
      .filter((entry) => entry.seq > after && (!entry.removed || entry.seq > removals))
      .sort((a, b) => a.seq - b.seq);
    const page = entries.slice(0, this.pageSize);
    const more = entries.length > page.length;
    const last = page.at(-1)?.seq ?? 0;
    return {
      tasks: page.filter((e) => !e.removed).flatMap((e) => this.tasks.get(e.id) ?? []),
      removed: page.filter((e) => e.removed).map((e) => e.id),
      cursor: more ? `${last}/${Math.max(removals, last - 1)}` : `${feed.seq}/${feed.seq}`,
      more,
    };
  }
}

let stops: (() => void)[] = [];

/** Tests alone: makes the device an empty one. */
export function setUp() {
  localStorage.clear();
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
}

/** Tests alone: opens a tab of a user's. */
export function openTab(feed: Feed, user = "u1") {
  const replica = new Replica(user, feed);
  stops.push(replica.start());
  const pull = () => replica.pull(new AbortController().signal);
  return { replica, pull };
}

/** Tests alone: opens a tab that cannot reach the backend, and returns what it has read of the device's copy. */
export async function openOffline(user = "u1") {
  const down = new Backend();
  down.before = () => Promise.reject(new TypeError("Failed to fetch"));
  const tab = openTab(down, user);
  await tab.pull().catch(() => {});
  return tab.replica;
}

/** Tests alone: closes every tab. */
export function closeTabs() {
  stops.forEach((stop) => stop());
  stops = [];
}

/** Tests alone: closes every tab, and undoes what a test has done to the browser. */
export function tearDown() {
  closeTabs();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
}

/** Tests alone: returns the backend's answer to the change of a number. */
export const answerOf = (id: string, after: Answer["after"], seq = 1): Answer => {
  return { key: [seq, `c${seq}`], task: id, after };
};

/** Tests alone: the titles of a copy's tasks. */
export const titlesOf = (replica: Replica) => [...replica.get().tasks.values()].map((task) => task.title).sort();
