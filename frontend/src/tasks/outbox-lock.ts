import { uuid } from "@/api/uuid";

const settling = 100; // milliseconds in which what the last holder has told of arrives, or another's claim
const deadAfter = 60_000; // longer than a request may take, with the question whose session it is before

/**
 * Lets one tab at a time send a user's changes. Where the browser has no Web Locks (no secure context: plain http), the
 * lock is an entry on the device, renewed before each request, and taken over when it has not changed for longer than a
 * request may take. Should two tabs send nevertheless, a creation's id keeps it from being doubled, an update sets the
 * same values again, and a deletion finds nothing.
 */
export class OutboxLock {
  private readonly key: string;
  private readonly page = uuid();
  private beat = 0;
  private seen: { value: string; since: number } | undefined;

  constructor(user: string) {
    this.key = `todo.lock.${user}`;
  }

  /**
   * Runs while no other tab does, and returns what it returns; undefined when another tab has the lock and does not
   * wait.
   */
  async hold<T>(run: () => Promise<T>): Promise<T | undefined> {
    let ran = false;
    const turn = () => {
      ran = true;
      return run();
    };
    try {
      if (navigator.locks as LockManager | undefined) return await this.queue(turn);
    } catch (error) {
      if (ran) throw error; // else the browser blocks locks for this site, as it does storage
    }
    if (!(await this.claim())) return undefined;
    try {
      return await run();
    } finally {
      this.release();
    }
  }

  /** Runs once every other tab has; what the last one has told of needs a moment to arrive. */
  private async queue<T>(run: () => Promise<T>): Promise<T> {
    const free = await navigator.locks.request(
      this.key,
      { ifAvailable: true },
      async (lock) => lock && { value: await run() },
    );
    if (free) return free.value;
    return navigator.locks.request(this.key, async () => {
      await pause(settling);
      return run();
    });
  }

  /** Reports whether the lock is still held, and renews it. */
  renew(): boolean {
    if (this.beat === 0) return true; // a Web Lock, or none
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
