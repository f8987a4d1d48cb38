import { vi } from "vitest";

import { ApiError } from "@/api/client";
import type { Answer } from "@/tasks/change-log";
import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { Outbox } from "@/tasks/outbox";
import type { OutboxPort } from "@/tasks/outbox-port";
import type { Task } from "@/tasks/task";
import type { Verdict } from "@/tasks/verdict";

/** Tests alone: a server that has its tasks, and does what a test tells its network to do. */
class Server {
  tasks = new Map<string, Task>();
  trash = new Map<string, Task>();
  keys = new Map<string, string>();
  sent: string[] = [];
  trouble: ("lost request" | "lost answer" | Verdict)[] = [];
  user: string | null = "u1";

  /** How many changes each request had, and the keys of those that had several. */
  requests: number[] = [];
  batchKeys: string[] = [];
  private readonly answered = new Set<string>();

  async send(changes: Change[], key: string): Promise<Verdict | Verdict[]> {
    this.sent.push(...changes.map((change) => `${change.kind} ${change.task}`));
    this.requests.push(changes.length);
    if (changes.length > 1) this.batchKeys.push(key);
    const trouble = this.trouble.shift();
    if (typeof trouble === "object" && trouble.kind !== "refused") return trouble;
    if (trouble === "lost request") throw new TypeError("Failed to fetch");
    const repeated = this.answered.has(key);
    const verdicts = changes.map((change, i) => {
      const refused = i === 0 ? trouble : isRefusal(this.trouble[0]) && this.trouble.shift();
      if (isRefusal(refused)) return refused;
      return repeated ? this.again(change) : this.take(change);
    });
    if (changes.length > 1) this.answered.add(key);
    if (trouble === "lost answer") throw new TypeError("Failed to fetch");
    return verdicts.length === 1 ? (verdicts[0] as Verdict) : verdicts;
  }

  /** What a change of a batch that took effect before is answered: as functions/tasks/batch.go does. */
  private again(change: Change): Verdict {
    const task = this.tasks.get(change.task) ?? null;
    if (change.kind === "delete") return task ? { kind: "kept" } : { kind: "confirmed", task };
    if (!task) return change.kind === "create" ? refusal(409, "It has been deleted") : refusal(404, "Task not found");
    if (change.kind !== "update") return { kind: "confirmed", task };
    const has = Object.entries(change.fields).every(([field, value]) => task[field as keyof Task] === value);
    return has ? { kind: "confirmed", task } : { kind: "kept" };
  }

  private take(change: Change): Verdict {
    if (change.kind === "create") {
      const id = change.key ? (this.keys.get(change.key) ?? `server-${this.keys.size + 1}`) : change.task;
      if (change.key) this.keys.set(change.key, id);
      const task = this.tasks.get(id) ?? makeTask({ ...(change.fields as Partial<Task>), id });
      this.tasks.set(id, task);
      return { kind: "confirmed", task };
    }
    const task = this.tasks.get(change.task);
    if (change.kind === "delete") {
      if (task) this.trash.set(change.task, task);
      this.tasks.delete(change.task);
      return { kind: "confirmed", task: null };
    }
    if (change.kind === "restore") {
      const restored = task ?? this.trash.get(change.task);
      if (!restored) return refusal(404, "Task not found");
      this.tasks.set(change.task, restored);
      return { kind: "confirmed", task: restored };
    }
    if (!task) return refusal(404, "Task not found");
    if (change.match && change.match !== task.version) return { kind: "late", task };
    const next = { ...task, ...(change.fields as Partial<Task>), version: task.version + 1 };
    this.tasks.set(change.task, next);
    return { kind: "confirmed", task: next };
  }
}

const isRefusal = (trouble: unknown): trouble is Verdict => (trouble as Verdict | undefined)?.kind === "refused";
/** The backend's refusal of a content. */
export function refusal(status: number, detail: string, fields: Record<string, string> = {}): Verdict {
  const errors = Object.entries(fields).map(([field, detail]) => ({ field, detail }));
  return { kind: "refused", why: new ApiError(new Response(null, { status }), { detail, errors }) };
}
/** The answer of something in between. */
export const kept = (status: number, retryAfter?: number): Verdict => ({ kind: "kept", status, retryAfter });

export let server: Server;
let stops: (() => void)[] = [];

/** Opens a tab of a user's. */
export function open(user = "u1") {
  const seen = { refused: [] as string[], confirmed: [] as Answer[], ended: 0, missed: 0, drained: 0 };
  const port: OutboxPort = {
    send: (changes, { key }) => server.send(changes, key),
    currentUserId: async () => server.user,
    onConfirmed: (answer) => void seen.confirmed.push(answer),
    onRefused: ({ change, message }) => void seen.refused.push(`${change.kind}: ${message}`),
    onSessionEnded: () => void seen.ended++,
    onMissed: () => void seen.missed++,
    onDrained: () => void seen.drained++,
  };
  const outbox = new Outbox(user, port);
  const stop = outbox.start();
  stops.push(stop);
  return { outbox, seen, stop };
}

/** Sets whether the device has a network. */
export const online = (is: boolean) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
  dispatchEvent(new Event(is ? "online" : "offline"));
};
/** The keys of the user's entries on the device, without the counter. */
export const entries = () =>
  Object.keys(localStorage)
    .filter((key) => !key.startsWith("todo.counter."))
    .sort();
/** The titles of the server's tasks, in the order of their creation. */
export const titles = () => [...server.tasks.values()].map((t) => t.title);
/** Web Locks, which jsdom has none of: the callers of a name take turns. */
function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  let holders = 0;
  return {
    request: async (_: string, ...rest: unknown[]) => {
      const run = rest.at(-1) as (lock: object | null) => Promise<unknown>;
      if (rest.length > 1 && holders > 0) return run(null);
      holders++;
      const turn = last.then(() => run({})).finally(() => holders--);
      last = turn.catch(() => {});
      return turn;
    },
  };
}
/** Lets everything happen that waits for no time. */
export const soon = () => vi.advanceTimersByTimeAsync(0);

/** A new server, an empty device, and the time in the test's hand. */
export function setUp() {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Server();
  stops = [];
  Object.defineProperty(navigator, "locks", { value: fakeLocks(), configurable: true });
  online(true);
}

/** Closes every tab. */
export function tearDown() {
  stops.forEach((stop) => stop());
  vi.useRealTimers();
  vi.restoreAllMocks();
}
