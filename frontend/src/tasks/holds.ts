import type { Change } from "@/tasks/changes";

/** How long a change that can be undone is held at most, should nobody release it. Milliseconds. */
export const maxHold = 30_000;

/** Releases each held change after a while. A page that does not know since when it is held counts from now. */
export class Holds {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly release: (id: string) => void) {}

  /** Takes in which changes are held now. */
  watch(changes: Change[]) {
    const held = new Set(changes.filter((c) => c.held).map((c) => c.id));
    for (const [id, timer] of this.timers) {
      if (held.has(id)) continue;
      clearTimeout(timer);
      this.timers.delete(id);
    }
    for (const id of held) {
      if (!this.timers.has(id)) this.timers.set(id, setTimeout(() => this.release(id), maxHold));
    }
  }

  stop() {
    this.watch([]);
  }
}
