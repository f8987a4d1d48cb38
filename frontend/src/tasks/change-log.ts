import { uuid } from "@/api/uuid";
import { ChangeStore, type Unreadable } from "@/tasks/change-store";
import { byOrder, type Change } from "@/tasks/changes";
import type { RefusedChange } from "@/tasks/refused";
import type { Task } from "@/tasks/task";

/** What a change log holds. */
export interface ChangeLogState {
  /** What the backend has not confirmed, in order. */
  changes: Change[];
  /** What the backend has not accepted, until the user has dealt with it. */
  refused: RefusedChange[];
  /** What is on the device and cannot be read. */
  unreadable: Unreadable[];
  /** The ids of changes and refused changes that the device does not keep: its storage is full or blocked. */
  unkept: ReadonlySet<string>;
}

/** What the backend has answered to a change: the task as it is now, null after a deletion. */
export interface Answer {
  change: Change;
  task: Task | null;
}

type Message =
  | { put: Change; kept: boolean }
  | { drop: string; answer?: Answer }
  | { refuse: RefusedChange }
  | { discard: string };

/** What a change log tells of other tabs. */
export interface ChangeLogPort {
  /** Another tab has put a change in, and sends it. */
  onPut(): void;
  /** Another tab has got an answer; the change has not left the log yet. */
  onAnswer(answer: Answer): void;
}

/** The changes of one user, the same in every tab: in memory, on the device, and told to the other tabs. */
export class ChangeLog {
  private state: ChangeLogState;
  private readonly listeners = new Set<() => void>();
  private readonly store: ChangeStore;
  private channel: BroadcastChannel | undefined;
  private last: number; // the highest place in the order that this page has seen

  constructor(
    private readonly user: string,
    private readonly port: ChangeLogPort,
  ) {
    this.store = new ChangeStore(user);
    const changes = this.store.load();
    this.last = changes.at(-1)?.seq ?? 0;
    const unkept = new Set(changes.filter((c) => !this.store.has(c)).map((c) => c.id));
    this.state = { changes, refused: this.store.loadRefused(), unreadable: this.store.loadUnreadable(), unkept };
  }

  /** Begins to hear of other tabs; returns how to stop. */
  open(): () => void {
    let channel: BroadcastChannel;
    try {
      channel = new BroadcastChannel(`todo.changes.3.${this.user}`); // tabs of a former version speak otherwise
    } catch {
      return () => {}; // the browser blocks it for this site, as it does storage
    }
    channel.onmessage = (event: MessageEvent<Message>) => this.onMessage(event.data);
    this.channel = channel;
    return () => {
      channel.close();
      this.channel = undefined;
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = () => this.state;

  find(id: string): Change | undefined {
    return this.state.changes.find((c) => c.id === id);
  }

  /** Returns what a new change begins with: its id, its place behind all others, and the moment. */
  newChange(held = false) {
    this.last = this.store.next(this.last);
    return { id: uuid(), seq: this.last, at: new Date().toISOString(), held };
  }

  /** Puts a change in its place, or another state of it in place of the last. */
  put(change: Change) {
    this.putHere(change);
    const kept = this.store.put(change) || this.store.has(change); // where it is full, the entry of before will do
    this.note(change.id, kept);
    this.channel?.postMessage({ put: change, kept } satisfies Message);
  }

  /** Takes a change away; answer is the backend's. */
  drop(id: string, answer?: Answer) {
    this.store.remove(id);
    this.dropHere(id);
    this.keepMore();
    this.channel?.postMessage({ drop: id, ...(answer ? { answer } : {}) } satisfies Message);
  }

  putRefused(refused: RefusedChange) {
    this.putRefusedHere(refused);
    this.note(refused.id, this.store.putRefused(refused));
    this.channel?.postMessage({ refuse: refused } satisfies Message);
  }

  /** Takes a refused change away: the user has dealt with it. */
  discard(id: string) {
    this.store.removeRefused(id);
    this.discardHere(id);
    this.channel?.postMessage({ discard: id } satisfies Message);
  }

  discardUnreadable(key: string) {
    this.store.removeUnreadable(key);
    this.set({ unreadable: this.state.unreadable.filter((u) => u.key !== key) });
  }

  /**
   * Takes over what other tabs have written while this one did not hear them, and keeps what the device had no room
   * for. Returns whether they have dealt with changes. A creation without an id whose later changes are here is sent
   * again instead, since they need the id that its answer has; its key keeps it from being doubled.
   */
  reconcile(): boolean {
    this.keepMore();
    const { changes, refused, unkept } = this.state;
    const stored = { changes: this.store.load(), refused: this.store.loadRefused() };
    const missing = absent(changes, stored.changes).filter((c) => !unkept.has(c.id));
    const needed = (c: Change) =>
      c.kind === "create" && c.key !== undefined && changes.some((o) => o.task === c.task && o.id !== c.id);
    const dealtWith = this.store.emptied ? [] : missing.filter((c) => !needed(c));
    dealtWith.forEach((c) => this.dropHere(c.id));
    absent(missing, dealtWith).forEach((c) => this.note(c.id, this.store.put(c)));
    if (this.store.emptied)
      this.last = this.store.next(this.last); // what is missing from now on is dealt with again
    else absent(refused, stored.refused).forEach((r) => unkept.has(r.id) || this.discardHere(r.id));
    absent(stored.changes, changes).forEach((c) => this.putHere(c));
    absent(stored.refused, refused).forEach((r) => this.putRefusedHere(r));
    return dealtWith.length > 0;
  }

  private onMessage(message: Message) {
    if ("put" in message) {
      this.putHere(message.put);
      this.note(message.put.id, message.kept);
      this.port.onPut();
    } else if ("drop" in message) {
      if (message.answer) this.port.onAnswer(message.answer);
      this.dropHere(message.drop);
    } else if ("refuse" in message) {
      this.putRefusedHere(message.refuse);
    } else {
      this.discardHere(message.discard);
    }
  }

  private putHere(change: Change) {
    this.last = Math.max(this.last, change.seq);
    const { changes } = this.state;
    const before = changes.at(-1);
    if (!before || byOrder(before, change) < 0) return this.set({ changes: [...changes, change] }); // without a search
    this.set({ changes: [...changes.filter((c) => c.id !== change.id), change].sort(byOrder) });
  }

  private dropHere(id: string) {
    const refused = this.state.refused.some((r) => r.id === id);
    const unkept = refused ? this.state.unkept : without(this.state.unkept, id);
    this.set({ changes: this.state.changes.filter((c) => c.id !== id), unkept });
  }

  private putRefusedHere(refused: RefusedChange) {
    const others = this.state.refused.filter((r) => r.id !== refused.id);
    this.set({ refused: [...others, refused].sort((a, b) => byOrder(a.change, b.change)) });
  }

  private discardHere(id: string) {
    const unkept = this.find(id) ? this.state.unkept : without(this.state.unkept, id);
    this.set({ refused: this.state.refused.filter((r) => r.id !== id), unkept });
  }

  /** Keeps on the device what it had no room for. */
  private keepMore() {
    const { changes, refused, unkept } = this.state;
    if (unkept.size === 0) return;
    changes.forEach((c) => unkept.has(c.id) && this.note(c.id, this.store.put(c)));
    refused.forEach((r) => unkept.has(r.id) && this.note(r.id, this.store.putRefused(r)));
  }

  /** Notes whether the device keeps a change. */
  private note(id: string, kept: boolean) {
    const { unkept } = this.state;
    if (kept === unkept.has(id)) this.set({ unkept: kept ? without(unkept, id) : new Set([...unkept, id]) });
  }

  private set(part: Partial<ChangeLogState>) {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}

/** Returns those of some that are not among others, by id. */
function absent<T extends { id: string }>(some: T[], others: { id: string }[]): T[] {
  const ids = new Set(others.map((o) => o.id));
  return some.filter((s) => !ids.has(s.id));
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : ids;
}
