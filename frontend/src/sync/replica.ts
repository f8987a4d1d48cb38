import { copyName, deleteCopy } from "@/session/session";
import { Database, type Answer, type CopyState, type Delta, type List, type Task } from "@/sync/database";
import { feed as backend, type Feed } from "@/sync/feed";
import { effectOf, withoutFormerLists } from "@/sync/page";

/** What is to be seen of a copy; another object whenever something of it has changed. */
export interface Snapshot {
  /** The tasks outside the trash, by id, as the feed has told of them. */
  tasks: ReadonlyMap<string, Task>;
  /** What the backend has answered to the user's changes since, by the task: it lies on top of the tasks. */
  answers: ReadonlyMap<string, Answer>;
  /** The lists outside the trash, by position. */
  lists: List[];
  /** What has been read from the device: the open tasks come before the done ones. */
  read: "nothing" | "open" | "all";
  /** Whether the copy has been whole at some time; before, there may be tasks that it lacks. */
  synced: boolean;
}

/** What a tab tells the others: what it has written since a version. */
interface Message {
  from: number;
  delta: Delta;
}

const empty: CopyState = { version: 0, lists: [], progress: {}, synced: false };

/**
 * The device's copy of a user's lists and tasks: in memory, and in the database, which all tabs share. The feed alone
 * writes tasks, so that the copy is what the backend had at the cursors. A tab writes only while it has all that is
 * stored, so that two that pull at once do no harm. Where the browser keeps no database, or has no room for it, each
 * tab has a copy in memory alone.
 */
export class Replica {
  private state = empty;
  private readonly tasks = new Map<string, Task>();
  private readonly answers = new Map<string, Answer & { at: number }>(); // by task; at is of performance.now()
  private read: Snapshot["read"] = "nothing";
  private snapshot: Snapshot;
  private database: Database | undefined;
  private loading: Promise<unknown> = Promise.resolve();
  private pulling: Promise<unknown> = Promise.resolve();
  private channel: BroadcastChannel | undefined;
  private untold: Message | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly user: string,
    private readonly feed: Feed = backend,
  ) {
    this.snapshot = this.look();
  }

  /** Begins to read the device's copy and to hear of other tabs; returns how to stop. */
  start(): () => void {
    try {
      this.channel = new BroadcastChannel(copyName(this.user));
      this.channel.onmessage = (event: MessageEvent<Message>) => void this.hear(event.data);
    } catch {
      // The browser blocks it for this site: each tab finds what others have written as it pulls.
    }
    this.loading = this.load();
    return () => {
      this.channel?.close();
      void this.loading.then(() => this.database?.close());
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = () => this.snapshot;

  /**
   * Takes in what has changed since the last time. It throws what the feed throws, and keeps what came before. Pages
   * are shown together, since a task that moves between lists may be missing in between; the first time, when they are
   * many, each is shown as it comes.
   */
  pull(signal: AbortSignal): Promise<void> {
    const pull = this.pulling.then(async () => {
      await this.loading;
      const began = performance.now();
      try {
        while (!(await this.pullOnce(signal)));
        this.release(began);
      } finally {
        this.tell();
      }
    });
    this.pulling = pull.catch(() => {});
    return pull;
  }

  /** Keeps what the backend has answered to a change on top of the copy, until a pull that began later has ended. */
  hold(answer: Answer, { elsewhere = false } = {}) {
    const before = this.answers.get(answer.task);
    this.answers.set(answer.task, { ...answer, at: performance.now() });
    this.show();
    if (!elsewhere) void this.keep([answer], before ? [before.key] : []); // else the tab that got it keeps it
  }

  /** Reports whether all is read: not where other tabs have written meanwhile. */
  private async pullOnce(signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    if (this.database?.closed) this.database = undefined;
    const stored = await this.database?.version().catch(() => undefined);
    if (this.database && stored !== this.state.version) await this.reload();
    const news = await this.feed.lists(this.state.etag, signal);
    if (news && !(await this.write([], [], news))) return false;
    let moved = false;
    for (const list of this.state.lists) {
      while (this.state.progress[list.id]?.seq !== list.change_seq) {
        const page = await this.feed.changes(list.id, this.state.progress[list.id]?.cursor, signal);
        if (page === "missing") break;
        const { put, drop, progress, left } = effectOf(page, list, this.tasks, this.state.progress);
        if (!(await this.write(put, drop, { progress }))) return false;
        moved ||= left && this.state.synced;
      }
    }
    const former = withoutFormerLists(this.state, this.tasks);
    if (former && !(await this.write([], former.drop, { progress: former.progress }))) return false;
    if (!this.state.synced && !(await this.write([], [], { synced: true }))) return false;
    return !moved; // else the list where it is may have been read before
  }

  /** Writes to the database and to memory; reports false, and writes nothing, where another tab has written. */
  private async write(put: Task[], drop: string[], part: Partial<CopyState>): Promise<boolean> {
    const from = this.state.version;
    const delta: Delta = { put, drop, state: { ...this.state, ...part, version: from + 1 } };
    try {
      if (this.database && !(await this.database.write(delta, from))) return false;
    } catch {
      this.database?.close(); // it is full, or its user has signed out: this tab goes on from memory
      this.database = undefined;
    }
    this.apply(delta);
    this.untold = this.untold ? { from: this.untold.from, delta: merged(this.untold.delta, delta) } : { from, delta };
    if (!delta.state.synced) this.tell();
    return true;
  }

  private apply({ put, drop, state }: Delta) {
    for (const task of put) this.tasks.set(task.id, task);
    for (const id of drop) this.tasks.delete(id);
    this.state = state;
  }

  /** Shows what has been written, here and in the other tabs. */
  private tell() {
    if (!this.untold) return;
    if (this.database) this.channel?.postMessage(this.untold);
    this.untold = undefined;
    this.show();
  }

  private async hear({ from, delta }: Message) {
    await this.loading;
    if (!this.database || this.database.closed || delta.state.version <= this.state.version) return;
    if (from === this.state.version && !this.untold) this.apply(delta);
    else await this.reload(); // what was before it has not been heard
    this.show();
  }

  private async load() {
    const { database, stored } = (await Database.open(this.user)) ?? {};
    this.database = database;
    if (stored) {
      this.adopt(stored.answers);
      this.apply({ put: stored.open, drop: [], state: stored.state ?? empty });
      this.read = "open";
      this.show();
      const done = await stored.done.catch(() => undefined);
      if (done) this.apply({ put: done, drop: [], state: this.state });
      else this.startAnew();
    }
    this.read = "all";
    this.show();
  }

  /** Reads the database once more: other tabs have written what this one has not heard. */
  private reload() {
    const read = async () => {
      try {
        const stored = await this.database?.read();
        const done = await stored?.done;
        if (!stored || !done) return;
        this.tasks.clear();
        this.apply({ put: [...stored.open, ...done], drop: [], state: stored.state ?? empty });
        this.adopt(stored.answers);
        if (this.untold) this.untold.from = -1; // there is more than that: they read all, too
      } catch {
        this.startAnew();
      }
    };
    return (this.loading = this.loading.then(read));
  }

  /** Goes on from memory, and reads everything from the backend: the database cannot be read. */
  private startAnew() {
    this.database?.close();
    this.database = undefined;
    void deleteCopy(this.user);
    this.tasks.clear();
    this.state = empty;
  }

  /** Takes over answers that were kept before any pull of this page. */
  private adopt(answers: Answer[]) {
    for (const answer of answers) {
      if (!this.answers.has(answer.task)) this.answers.set(answer.task, { ...answer, at: -Infinity });
    }
  }

  /** Forgets the answers that a pull has in it, which began at a moment of performance.now(). */
  private release(began: number) {
    const old = [...this.answers.values()].filter((answer) => answer.at < began);
    if (old.length === 0) return;
    for (const answer of old) this.answers.delete(answer.task);
    this.show();
    void this.keep([], old.map((answer) => answer.key));
  }

  private async keep(answers: Answer[], forgotten: Answer["key"][]) {
    await this.loading;
    await this.database?.answers(answers, forgotten).catch(() => {}); // then a reload shows them after its pull
  }

  private show() {
    this.snapshot = this.look();
    this.listeners.forEach((listener) => listener());
  }

  private look(): Snapshot {
    const { tasks, answers, read, state } = this;
    return { tasks, answers, lists: state.lists, read, synced: state.synced };
  }
}

/** Returns what two changes, one after the other, change together. */
function merged(a: Delta, b: Delta): Delta {
  const later = new Set([...b.put.map((task) => task.id), ...b.drop]);
  const put = [...a.put.filter((task) => !later.has(task.id)), ...b.put];
  return { put, drop: [...a.drop.filter((id) => !later.has(id)), ...b.drop], state: b.state };
}
