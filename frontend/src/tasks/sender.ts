import type { ApiError } from "@/api/client";
import { uuid } from "@/api/uuid";
import { Backoff } from "@/tasks/backoff";
import { fitting } from "@/tasks/batch";
import type { Change } from "@/tasks/changes";
import { OutboxLock } from "@/tasks/outbox-lock";
import type { SendOptions } from "@/tasks/outbox-port";
import type { Task } from "@/tasks/task";
import type { Verdict } from "@/tasks/verdict";

const sessionCheckTtl = 10_000; // milliseconds that an answer to "whose session is it" is good for
const passAfter = 3; // refusals by something in between, after which a change lets those of other tasks pass

/** What a sender needs of the outbox and of the world. */
export interface SenderPort {
  /** The changes that may be sent, in order, of tasks that are not among those held up. */
  next(heldUp: ReadonlySet<string>): Change[];
  /** Takes in what other tabs have done; called with the lock, before anything is sent. */
  reconcile(): void;
  send(changes: Change[], options: SendOptions): Promise<Verdict | Verdict[]>;
  /** The id of whose session the browser has now. */
  currentUserId(): Promise<string | null>;
  onConfirmed(change: Change, task: Task | null): void;
  onRefused(change: Change, why: ApiError): void;
  /** Somebody else has changed its task meanwhile. */
  onLate(change: Change, latest: Task): void;
  /** The session is over or somebody else's. */
  onSessionEnded(): void;
  /** Whether the last try has got an answer of the backend's. */
  onReached(is: boolean): void;
  /** Everything that could be sent is sent. */
  onDrained(): void;
}

/**
 * Sends the changes of one user, in order, one tab at a time, for as long as it takes: a change is done with when the
 * backend has confirmed or refused it, and tried again after everything else.
 */
export class Sender {
  private sending: ReadonlySet<string> = new Set(); // the ids of the changes that are under way
  private batch = { ids: "", key: "" }; // the last one whose answer is not known: sent again, it has the same key
  private alone = 0; // how many changes are sent one by one, since a batch of them has failed
  private flushing: Promise<void> | undefined;
  private again = false; // asked for while it was flushing, perhaps after its last look
  private stopped = true;
  private checkedAt: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff = new Backoff();
  private readonly lock: OutboxLock;
  private readonly rejections = new Map<string, number>(); // by change: 4xx answers of something in between

  constructor(
    private readonly user: string,
    private readonly port: SenderPort,
  ) {
    this.lock = new OutboxLock(user);
  }

  start() {
    this.stopped = false;
    this.wake();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Tries at once: the connection may be back. */
  wake() {
    this.backoff.reset();
    void this.flush();
  }

  /** Sends what can be sent, and waits for it. */
  flush(): Promise<void> {
    if (this.flushing) this.again = true;
    this.flushing ??= this.flushOnce();
    return this.flushing;
  }

  /** Flushes after a while, unless something does earlier. */
  schedule(delay: number) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.flush(), delay);
  }

  isSending(id: string): boolean {
    return this.sending.has(id);
  }

  get failing(): boolean {
    return this.backoff.failing;
  }

  /** The page goes: another tab need not wait for this one. */
  leave() {
    this.lock.release();
  }

  private async flushOnce() {
    await null; // so that flushing is set before it is unset
    clearTimeout(this.timer);
    this.again = false;
    const none = new Set<string>();
    try {
      let done = true;
      while (done && !this.stopped && this.port.next(none).length > 0) {
        const ran = await this.lock.hold(() => this.run());
        if (ran === undefined) this.schedule(3000); // another tab sends; this one looks after it should it not
        done = ran ?? false;
      }
    } finally {
      this.flushing = undefined;
      if (this.again && !this.stopped) void this.flush();
    }
  }

  /** Returns whether all that can be sent is; if not, something else will wake it. */
  private async run(): Promise<boolean> {
    const heldUp = new Set<string>();
    this.port.reconcile();
    for (let next = this.next(heldUp); next.length > 0 && !this.stopped; next = this.next(heldUp)) {
      if (!navigator.onLine) return false;
      if (this.backoff.rest > 0) {
        this.schedule(this.backoff.rest);
        return false;
      }
      if (!this.lock.renew()) return false;
      const verdict = await this.attempt(next);
      if (verdict === undefined) continue; // some may have been undone meanwhile
      if (Array.isArray(verdict) || isAnswer(verdict)) {
        this.settle(next, Array.isArray(verdict) ? verdict : [verdict]);
        continue;
      }
      if (verdict.kind === "signed out") {
        this.checkedAt = undefined;
        this.port.onSessionEnded();
        this.schedule(this.backoff.fail()); // should the session be alive after all
        return false;
      }
      const letPass = next.filter((change) => this.letsPass(change, verdict));
      if (next.length > 1) this.sendAlone(next, verdict);
      if (next.length > 1 || letPass.length === 0) {
        this.fail(verdict.retryAfter);
        return false;
      }
      letPass.forEach((change) => heldUp.add(change.task));
    }
    if (heldUp.size > 0) {
      this.fail();
      return false;
    }
    this.port.onReached(true);
    this.port.onDrained();
    return true;
  }

  /** The changes of the next request. */
  private next(heldUp: ReadonlySet<string>): Change[] {
    const waiting = this.port.next(heldUp);
    return this.alone > 0 || heldUp.size > 0 ? waiting.slice(0, 1) : fitting(waiting);
  }

  /** Sends changes, or asks whose session it is where that is not certain, and returns undefined then. */
  private async attempt(changes: Change[]): Promise<Verdict | Verdict[] | undefined> {
    try {
      if (this.checkedAt === undefined || performance.now() - this.checkedAt > sessionCheckTtl) {
        if ((await this.port.currentUserId()) !== this.user) return { kind: "signed out" };
        this.checkedAt = performance.now();
        return undefined;
      }
      this.sending = new Set(changes.map((c) => c.id));
      const ids = [...this.sending].join();
      if (ids !== this.batch.ids) this.batch = { ids, key: uuid() };
      return await this.port.send(changes, { keepalive: false, key: this.batch.key });
    } catch {
      return { kind: "kept" };
    } finally {
      this.sending = new Set();
    }
  }

  /** Takes in the answer to each change; where nothing is known of one, the later ones of its task wait behind it. */
  private settle(changes: Change[], verdicts: Verdict[]) {
    this.backoff.reset();
    this.port.onReached(true);
    this.batch = { ids: "", key: "" };
    this.alone = Math.max(0, this.alone - changes.length);
    const unsettled = new Set<string>();
    for (const [i, change] of changes.entries()) {
      const verdict = verdicts[i];
      if (!verdict || !isAnswer(verdict) || unsettled.has(change.task)) {
        unsettled.add(change.task);
        this.alone++;
        continue;
      }
      this.rejections.delete(change.id);
      if (verdict.kind === "confirmed") this.port.onConfirmed(change, verdict.task);
      else if (verdict.kind === "late") this.port.onLate(change, verdict.task);
      else this.port.onRefused(change, verdict.why);
    }
  }

  /** Has changes sent one by one, where a batch of them is refused as a whole, or fails for the second time. */
  private sendAlone(batch: Change[], { status = 0 }: { status?: number }) {
    const refused = status >= 400 && status < 500 && status !== 429;
    if (refused || (status > 0 && this.backoff.failing)) this.alone = batch.length;
  }

  private fail(retryAfter?: number) {
    this.port.onReached(false);
    this.schedule(this.backoff.fail(retryAfter));
  }

  /**
   * Reports whether changes of other tasks may be sent before this one: what stands in between has refused it several
   * times, perhaps for a word in it, and that shall not keep everything else back.
   */
  private letsPass(
    change: Change,
    { status = 0, retryAfter }: { status?: number; retryAfter?: number | undefined },
  ): boolean {
    if (status < 400 || status > 499 || status === 429 || retryAfter) return false;
    const times = (this.rejections.get(change.id) ?? 0) + 1;
    this.rejections.set(change.id, times);
    return times > passAfter;
  }
}

/** Reports whether a verdict is the backend's about a change, which leaves the outbox with it. */
function isAnswer(verdict: Verdict): verdict is Extract<Verdict, { kind: "confirmed" | "refused" | "late" }> {
  return verdict.kind === "confirmed" || verdict.kind === "refused" || verdict.kind === "late";
}
