import { uuid } from "@/api/uuid";

const settling = 100; // milliseconds in which what the last holder has told of arrives, or another's claim
const deadAfter = 60_000; // longer than a request may take, with the question whose session it is before

/**
 * Lets one tab at a time send a user's changes. Where the browser has no Web Locks (no secure context: plain http), the
 * lock is an entry on the device, renewed before each request, and taken over when it has not changed for longer than a
 * request may take. Should two tabs send nevertheless, a creation's Idempotency-Key keeps it from being doubled, an update
 * sets the same values again, and a deletion finds nothing.
 */
export class OutboxLock {
  private readonly key: string;
  private readonly page = uuid();
  private beat = 0;
  private seen: { value: string; since: number } | undefined;

  constructor(user: string) {
    this.key = `todo.lock.${user}`;
  }

  /** Runs while no other tab does, and returns what it returns; undefined when another tab has the lock and does not wait. */
  async hold<T>(run: () => Promise<T>): Promise<T | undefined> {
    const locks: LockManager | undefined = navigator.locks;
    if (locks) {
      const name = this.key;
      const free = await locks.request(name, { ifAvailable: true }, async (lock) => lock && { value: await run() });
      if (free) return free.value;
      return locks.request(name, async () => {
        await pause(settling);
        return run();
      });
    }
    if (!(await this.claim())) return undefined;
    try {
      return await run();
    } finally {
      this.release();
    }
  }

  /** Reports whether the lock is still held, and renews it. */
  renew(): boolean {
    if (navigator.locks || this.beat === 0) return true;
    return this.isOwn(this.read()) && this.write();
  }

  private async claim(): Promise<boolean> {
    const value = this.read();
    if (value !== null && !this.isOwn(value)) {
      if (value !== this.seen?.value) this.seen = { value, since: performance.now() };
      if (performance.now() - this.seen.since < deadAfter) return false;
    }
    if (!this.write()) return true; // the device keeps nothing, so that each tab has its own changes
    await pause(settling);
    return this.isOwn(this.read());
  }

  /** Lets another tab have it at once: the work is done, or the page goes. */
  release() {
    if (this.isOwn(this.read())) localStorage.removeItem(this.key);
    this.beat = 0;
  }

  private isOwn(value: string | null) {
    return value?.startsWith(this.page) ?? false;
  }

  private read(): string | null {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  private write(): boolean {
    try {
      localStorage.setItem(this.key, `${this.page} ${++this.beat}`);
      return true;
    } catch {
      this.beat = 0;
      return false;
    }
  }
}

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
