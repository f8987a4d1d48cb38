/** The two ids of tasks that this page has made: the Idempotency-Key they were made with, and the server's. */
export class TaskIds {
  private readonly ids = new Map<string, string>();
  private readonly keys = new Map<string, string>();

  remember(key: string, id: string) {
    this.ids.set(key, id);
    this.keys.set(id, key);
  }

  /** Returns the server's id of a task, as far as it is told; else the id that was given. */
  serverId(id: string): string {
    return this.ids.get(id) ?? id;
  }

  /** Returns what stays the same about a task from its creation on: its key, or its id where it was read. */
  keyOf(id: string): string {
    return this.keys.get(id) ?? id;
  }
}
