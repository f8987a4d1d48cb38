import { Refused } from "@/api/client";
import type { Change } from "@/tasks/changes";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

/** What an outbox needs of the world. */
export interface World {
  /** Sends a change and returns the task as the server has it now, null when it is gone. Throws Refused, or whatever a network failure throws. */
  send(change: Change, options: { keepalive: boolean }): Promise<Task | null>;
  /** The id of whose session the browser has now. */
  whose(): Promise<string | null>;
  /** The server has taken a change: what it answered belongs into the caches before the change leaves the outbox. */
  settled(change: Change, task: Task | null): void;
  /** The server has refused a change; it is gone, and so are those that followed from it. */
  refused(change: Change, why: Refused): void;
  /** The session is over or somebody else's. Nothing is sent any more; the changes are kept. */
  ended(): void;
  /** Everything that could be sent is sent. */
  idle(): void;
}

/** What there is to see of an outbox. */
export interface OutboxState {
  changes: Change[];
  /** The last try to send got no answer. */
  unreachable: boolean;
}

type Message = { put: Change } | { drop: string; answer?: { change: Change; task: Task | null } };

const trusted = 10_000; // milliseconds that an answer to "whose session is it" is good for
const longestWait = 30_000;

/** How long a change that can be undone is held at most, should nobody release it. Milliseconds. */
export const longestHold = 30_000;

/**
 * The changes of one user that the server has not confirmed, in the order they were made. They are kept on the device
 * until then, and sent one by one by one tab at a time; what failed for the network's sake is sent again, a creation with
 * the same Idempotency-Key, so that a bad connection neither loses nor doubles a task.
 */
export class Outbox {
  private state: OutboxState;
  private readonly listeners = new Set<() => void>();
  private readonly prefix: string;
  private channel: BroadcastChannel | undefined;
  private readonly ids = new Map<string, string>(); // of tasks made here: the Idempotency-Key to the server's id
  private readonly keys = new Map<string, string>(); // and back
  private sending: { change: Change; done: Promise<unknown> } | undefined;
  private flushing: Promise<void> | undefined;
  private stopped = true;
  private failures = 0;
  private verified = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly user: string,
    private readonly world: World,
  ) {
    this.prefix = `todo.outbox.${user}.`;
    this.state = { changes: this.load(), unreachable: false };
  }

  /** Begins to send; returns how to stop. */
  start(): () => void {
    const wake = () => {
      this.failures = 0;
      void this.flush();
    };
    const visible = () => document.visibilityState === "visible" && wake();
    const hide = () => this.leave();
    this.stopped = false;
    if (typeof BroadcastChannel !== "undefined") {
      this.channel = new BroadcastChannel(`todo.outbox.${this.user}`);
      this.channel.onmessage = (event: MessageEvent<Message>) => this.hear(event.data);
    }
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", visible);
    addEventListener("pagehide", hide);
    wake();
    return () => {
      this.stopped = true;
      clearTimeout(this.timer);
      this.channel?.close();
      this.channel = undefined;
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", visible);
      removeEventListener("pagehide", hide);
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = () => this.state;

  /** Resolves when no request is under way, so that what is read then is not older than a change that was taken before. */
  async quiet(): Promise<void> {
    await this.sending?.done.catch(() => {});
  }

  /** What stays the same about a task from its creation on: its id, of one made here the key it was made with. */
  keyOf(id: string): string {
    return this.keys.get(id) ?? id;
  }

  create(fields: TaskFields): Change {
    return this.add({ ...this.stamp(), kind: "create", task: crypto.randomUUID(), fields });
  }

  /** Changes a task; held keeps it back until it is released, for an undo that leaves no trace. */
  update(before: Task, fields: TaskPatch, { held = false } = {}): Change {
    return this.add({ ...this.stamp(held), kind: "update", task: before.id, fields, before });
  }

  /** Deletes a task once it is released. */
  delete(before: Task): Change {
    return this.add({ ...this.stamp(true), kind: "delete", task: before.id, before });
  }

  /** Sends a held change. */
  release(id: string) {
    const change = this.state.changes.find((c) => c.id === id);
    if (!change?.heldUntil) return;
    this.put({ ...change, heldUntil: 0 });
    void this.flush();
  }

  /** Undoes a change: as if it had never been while it has not been sent, else by doing the opposite. */
  undo(change: Change) {
    if (this.state.changes.some((c) => c.id === change.id) && this.sending?.change.id !== change.id) {
      this.drop(change.id);
      return;
    }
    if (change.kind === "update") {
      const before = Object.fromEntries(Object.keys(change.fields).map((field) => [field, change.before[field as keyof Task]]));
      this.update({ ...change.before, ...(change.fields as Partial<Task>), id: this.ids.get(change.task) ?? change.task }, before);
    } else if (change.kind === "delete") {
      const { title, description, completed, priority, tags, category, due_date, recurrence_pattern } = change.before;
      this.create({ title, description, completed, priority, tags, category, due_date, recurrence_pattern });
    }
  }

  /** Sends everything, also what is held. It throws when something is left; that stays here, and is sent when its user is back. */
  async sendAll(): Promise<void> {
    this.state.changes.forEach((c) => this.release(c.id));
    while (this.state.changes.length > 0) {
      const before = this.state.changes.length;
      await this.flush();
      if (this.state.changes.length >= before) throw new Error("changes are left");
    }
  }

  /** Forgets what has not been sent: the account is deleted. */
  forget() {
    this.state.changes.forEach((c) => this.drop(c.id));
  }

  /** Sends what can be sent, and waits for it. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.flushing ??= this.flushOnce();
    return this.flushing;
  }

  private async flushOnce() {
    await null; // so that flushing is set before it is unset
    try {
      let done = true;
      while (done && !this.stopped && this.next()) done = await this.alone(() => this.run());
    } finally {
      this.flushing = undefined; // in the same breath as the last look for what there is to send
      if (this.failures === 0) this.wakeForHeld();
    }
  }

  /** Returns whether all that can be sent is; if not, something else will wake it. */
  private async run(): Promise<boolean> {
    for (let change = this.next(); change && !this.stopped; change = this.next()) {
      if (!navigator.onLine) return false;
      try {
        if (Date.now() - this.verified > trusted) {
          if ((await this.world.whose()) !== this.user) {
            this.world.ended();
            return false;
          }
          this.verified = Date.now();
          continue; // the change may have been undone meanwhile
        }
        const done = this.world.send(change, { keepalive: false });
        this.sending = { change, done };
        const task = await done;
        this.failures = 0;
        this.settle(change, task);
      } catch (error) {
        this.sending = undefined;
        if (error instanceof Refused && error.status === 401) {
          this.verified = 0;
          this.world.ended();
          return false;
        }
        if (error instanceof Refused && !error.passing) {
          this.refuse(change, error);
          continue;
        }
        this.failures++;
        this.set({ unreachable: true });
        const wait = Math.min(longestWait, 500 * 2 ** this.failures);
        this.wake(Math.max(wait, error instanceof Refused ? (error.retryAfter ?? 0) : 0));
        return false;
      }
    }
    if (this.state.unreachable) this.set({ unreachable: false });
    this.world.idle();
    return true;
  }

  /** The first change that is not held, and waits for no earlier one of its task. */
  private next(): Change | undefined {
    const now = Date.now();
    const waiting = new Set<string>();
    return this.state.changes.find((c) => {
      if (!waiting.has(c.task) && (c.heldUntil ?? 0) <= now) return true;
      waiting.add(c.task);
      return false;
    });
  }

  private settle(change: Change, task: Task | null) {
    this.sending = undefined;
    this.world.settled(change, task);
    if (change.kind === "create" && task) this.name(change.task, task.id);
    this.drop(change.id, { change, task });
    if (this.state.unreachable) this.set({ unreachable: false });
  }

  /** A task made here has got its id: the changes that followed are of it. */
  private name(key: string, id: string) {
    this.note(key, id);
    for (const change of this.state.changes) {
      if (change.task !== key || change.kind === "create") continue;
      this.put({ ...change, task: id, before: { ...change.before, id } });
    }
  }

  private note(key: string, id: string) {
    this.ids.set(key, id);
    this.keys.set(id, key);
  }

  private refuse(change: Change, why: Refused) {
    this.drop(change.id);
    if (change.kind === "create") {
      this.state.changes.filter((c) => c.task === change.task).forEach((c) => this.drop(c.id));
    }
    this.world.refused(change, why);
  }

  private stamp(held = false) {
    const now = Date.now();
    const id = `${now.toString(36).padStart(9, "0")}-${(counter++).toString(36).padStart(4, "0")}-${crypto.randomUUID()}`;
    return { id, at: new Date(now).toISOString(), ...(held ? { heldUntil: now + longestHold } : {}) };
  }

  private add(given: Change): Change {
    const id = this.ids.get(given.task); // the page has not been drawn since the task got its id
    const change = id && given.kind !== "create" ? { ...given, task: id, before: { ...given.before, id } } : given;
    this.put(change);
    void this.flush();
    return change;
  }

  private put(change: Change, tell = true) {
    const changes = this.state.changes.filter((c) => c.id !== change.id);
    changes.push(change);
    changes.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.set({ changes });
    if (!tell) return;
    try {
      localStorage.setItem(this.prefix + change.id, JSON.stringify(change));
    } catch {
      // A browser that keeps nothing, or is full: the change lives as long as the page.
    }
    this.channel?.postMessage({ put: change } satisfies Message);
  }

  private drop(id: string, answer?: { change: Change; task: Task | null }, tell = true) {
    this.set({ changes: this.state.changes.filter((c) => c.id !== id) });
    if (!tell) return;
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // as above
    }
    this.channel?.postMessage({ drop: id, ...(answer ? { answer } : {}) } satisfies Message);
  }

  /** What another tab has done. It also sends what it has put in; this one looks after it should it close before. */
  private hear(message: Message) {
    if ("put" in message) {
      this.put(message.put, false);
      this.wake(3000);
      return;
    }
    if (message.answer) {
      const { change, task } = message.answer;
      this.world.settled(change, task);
      if (change.kind === "create" && task) this.note(change.task, task.id); // that tab has told of the changes that followed
    }
    this.drop(message.drop, undefined, false);
  }

  /** The page goes: what was held for an undo has to be sent now; should that fail, it is sent when the page is back. */
  private leave() {
    for (const change of this.state.changes.filter((c) => c.heldUntil)) {
      this.put({ ...change, heldUntil: 0 });
      const first = this.state.changes.find((c) => c.task === change.task)?.id === change.id;
      if (first && this.failures === 0) void this.world.send(change, { keepalive: true }).catch(() => {});
    }
  }

  private load(): Change[] {
    const changes: Change[] = [];
    try {
      for (const key of Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)).sort()) {
        try {
          changes.push(JSON.parse(localStorage.getItem(key) ?? "") as Change);
        } catch {
          localStorage.removeItem(key); // cut short as it was written: nothing of it can be sent
        }
      }
    } catch {
      // A browser that keeps nothing.
    }
    return changes;
  }

  private set(part: Partial<OutboxState>) {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }

  private wake(delay: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  private wakeForHeld() {
    const now = Date.now();
    const next = Math.min(...this.state.changes.map((c) => c.heldUntil ?? 0).filter((until) => until > now));
    if (next < Infinity && !this.stopped) this.wake(next - now);
  }

  /** One tab at a time sends; without locks each does, which the server bears. */
  private async alone(run: () => Promise<boolean>): Promise<boolean> {
    if (typeof navigator.locks === "undefined") return run();
    return navigator.locks.request(`todo.outbox.${this.user}`, run);
  }
}

let counter = 0;
