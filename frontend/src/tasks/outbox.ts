import type { ApiError } from "@/api/client";
import { uuid, uuidv7 } from "@/api/uuid";
import { fitting, sendable } from "@/tasks/batch";
import { ChangeLog, type Answer } from "@/tasks/change-log";
import { withTaskId, type Change } from "@/tasks/changes";
import { Holds } from "@/tasks/holds";
import { merged } from "@/tasks/merge";
import type { OutboxPort, OutboxState } from "@/tasks/outbox-port";
import { watchPage } from "@/tasks/page-events";
import { isUsedUp, joined, refusedChange, type RefusedChange } from "@/tasks/refused";
import { Sender } from "@/tasks/sender";
import type { Retag } from "@/tasks/tags";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";
import { undoing, UndoStack, type Step } from "@/tasks/undo-stack";
import { TaskVersions } from "@/tasks/task-versions";

const otherTab = 3000; // milliseconds that another tab has to send what it has put in

/**
 * What one user does, on its way to the backend. A change stays here, on the device, over reloads, sign-outs and weeks,
 * until the backend has confirmed it; what the backend has refused stays until the user has dealt with it.
 */
export class Outbox {
  private state: OutboxState;
  private readonly listeners = new Set<() => void>();
  private readonly log: ChangeLog;
  private readonly sender: Sender;
  private readonly steps = new UndoStack();
  private readonly versions = new TaskVersions();
  private readonly holds = new Holds((id) => this.release(id));

  constructor(
    private readonly user: string,
    private readonly port: OutboxPort,
  ) {
    this.log = new ChangeLog(user, {
      onPut: () => this.sender.schedule(otherTab),
      onAnswer: (answer) => port.onConfirmed(answer, { elsewhere: true }),
    });
    this.state = { ...this.log.get(), unreachable: false };
    this.log.subscribe(() => this.set(this.log.get()));
    this.sender = new Sender(user, {
      next: (heldUp) => sendable(this.state.changes, heldUp).map((c) => this.versions.current(c)),
      reconcile: () => void this.reconcile(),
      send: (changes, options) => port.send(changes, options),
      currentUserId: () => port.currentUserId(),
      onConfirmed: (change, task) => this.log.find(change.id) && this.confirm(change, task),
      onRefused: (change, why) => this.log.find(change.id) && this.refuse(change, why),
      onLate: (change, latest) => this.log.find(change.id) && this.merge(change, latest),
      onSessionEnded: () => port.onSessionEnded(),
      onReached: (is) => this.state.unreachable === is && this.set({ unreachable: !is }),
      onDrained: () => port.onDrained(),
    });
  }

  /** Begins to send; returns how to stop. */
  start(): () => void {
    const close = this.log.open();
    const stopWatching = watchPage({
      wake: () => {
        this.reconcile();
        this.sender.wake();
      },
      hide: () => this.onPageHide(),
      hasUnkept: () => this.state.unkept.size > 0,
    });
    this.holds.watch(this.state.changes);
    this.sender.start();
    return () => {
      stopWatching();
      close();
      this.sender.stop();
      this.holds.stop();
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = () => this.state;

  /** Creates a task; id is that of an earlier creation, which was refused. */
  create(fields: TaskFields, id: string = uuidv7()): Change {
    return this.note({ ...this.log.newChange(), kind: "create", task: id, fields });
  }

  /** Changes a task; edited, only if nobody else has, in one step for undo with an earlier change. */
  update(before: Task, fields: TaskPatch, edited?: { earlier?: Change | undefined; retag?: Retag }): Change {
    const { earlier, ...about } = edited ?? {};
    const match = edited && { match: before.version, ...about };
    const change = { ...this.log.newChange(), kind: "update", task: before.id, fields, before, ...match } as const;
    return this.note(change, earlier);
  }

  /** Deletes a task once it is released. */
  delete(before: Task): Change {
    return this.note({ ...this.log.newChange(true), kind: "delete", task: before.id, before });
  }

  /** Takes a task out of the trash. */
  restore(before: Task): Change {
    return this.note({ ...this.log.newChange(), kind: "restore", task: before.id, before });
  }

  /** Makes all changes that are made while it runs one step for undo. */
  readonly together = (run: () => void): Step => this.steps.together(run);

  /** Sends a held change. */
  release(id: string) {
    const change = this.log.find(id);
    if (!change?.held) return;
    this.log.put({ ...change, held: false });
    void this.sender.flush();
  }

  /** Undoes the step of a change, or the last one, and returns it; undefined where nothing is left to undo. */
  undo(change?: Change): Step | undefined {
    const step = this.steps.take(change);
    step?.changes.toReversed().forEach((c) => this.takeBack(c));
    return step;
  }

  /** Undoes a change: as if it had never been while it has not been sent, else by doing the opposite. */
  private takeBack(change: Change) {
    if (this.state.refused.some((r) => r.id === change.id)) return this.discard(change.id);
    if (this.log.find(change.id) && !this.sender.isSending(change.id)) return this.log.drop(change.id);
    const undo = undoing(change, this.user);
    if (undo) this.add({ ...this.log.newChange(), ...undo });
  }

  /** Sends a refused change once more, as it is; a creation with its id, as long as that can be used. */
  retry(refused: RefusedChange) {
    const { change } = refused;
    if (change.kind === "create" && isUsedUp(refused)) this.create(change.fields);
    else this.add({ ...change, ...this.log.newChange() });
    this.discard(refused.id);
  }

  /** Forgets a refused change: the user has dealt with it. */
  discard(id: string) {
    this.log.discard(id);
  }

  /** Puts a refused change back that was discarded. */
  putBack(refused: RefusedChange) {
    this.log.putRefused(refused);
  }

  /** Forgets an entry that cannot be read. */
  discardUnreadable(key: string) {
    this.log.discardUnreadable(key);
  }

  /** Sends everything, also what is held; it throws when something is left, which is sent when its user is back. */
  async sendAll(): Promise<void> {
    this.state.changes.forEach((c) => this.release(c.id));
    while (this.state.changes.length > 0) {
      const before = this.state.changes.length;
      await this.sender.flush();
      if (this.state.changes.length >= before) throw new Error("changes are left");
    }
  }

  /** Forgets everything: the account is deleted. */
  forget() {
    this.state.changes.forEach((c) => this.log.drop(c.id));
    this.state.refused.forEach((r) => this.discard(r.id));
    this.state.unreadable.forEach((u) => this.discardUnreadable(u.key));
  }

  private note(change: Change, earlier?: Change): Change {
    this.steps.note(change, earlier);
    return this.add(change);
  }

  private add(change: Change): Change {
    this.log.put(change);
    void this.sender.flush();
    return change;
  }

  private confirm(change: Change, task: Task | null) {
    if (change.kind === "create" && change.key && task) {
      for (const later of this.followers(change)) this.log.put(withTaskId(later, task.id));
    }
    this.versions.note(change, task);
    this.settle({ change, task });
  }

  private settle(answer: Answer) {
    this.port.onConfirmed(answer, { elsewhere: false });
    this.log.drop(answer.change.id, answer);
  }

  /** Keeps what is left of a refused change before the change goes, so that at no moment neither is on the device. */
  private refuse(change: Change, why: ApiError) {
    const followers = change.kind === "create" ? this.followers(change) : [];
    this.keepRefused(refusedChange(change, followers, why));
    for (const { id } of [change, ...followers]) this.log.drop(id);
  }

  /** Somebody else was faster: what both have changed waits for the user, and what is left is sent. */
  private merge(change: Change, latest: Task) {
    if (change.kind !== "update") return;
    const { rest, conflict } = merged(change, latest);
    if (rest) this.log.put(rest);
    if (rest || conflict || change.retag) this.steps.replace(change, rest ? [rest] : []);
    if (conflict) this.keepRefused(conflict);
    this.settle({ change, task: latest });
  }

  private keepRefused(left: RefusedChange | undefined) {
    if (!left) return;
    const earlier = this.state.refused.find((r) => joined(r, left));
    const refused = (earlier && joined(earlier, left)) ?? left;
    this.log.putRefused(refused);
    if (earlier) this.log.discard(earlier.id);
    this.port.onRefused(refused);
  }

  /** The later changes of the task that a creation makes. */
  private followers(creation: Change): Change[] {
    return this.state.changes.filter((c) => c.task === creation.task && c.id !== creation.id);
  }

  private readonly reconcile = () => this.log.reconcile() && this.port.onMissed();

  /**
   * The page goes: what was held for an undo has to be sent now; should that fail, it is sent when the page is back.
   */
  private onPageHide() {
    const { changes } = this.state;
    const held = changes.filter((c) => c.held);
    held.forEach((change) => this.log.put({ ...change, held: false }));
    const first = held.filter((change) => changes.find((c) => c.task === change.task)?.id === change.id);
    const sent = fitting(first);
    if (sent.length > 0 && !this.sender.failing) {
      void this.port.send(sent, { keepalive: true, key: uuid() }).catch(() => {});
    }
    this.sender.leave();
  }

  private set(part: Partial<OutboxState>) {
    this.state = { ...this.state, ...part };
    this.holds.watch(this.state.changes);
    this.listeners.forEach((listener) => listener());
  }
}
