import { config } from "./wire.mjs";

/** A copy of the tasks that follows the changes of each list, as docs/api.md says. */
export class Reader {
  tasks = new Map();
  fetchedAt = -1; // by performance.now(): when the oldest answer was asked for that the copy stands on

  #read = new Map(); // by list: the cursor, and the change_seq that it has reached
  #etag;

  constructor(random) {
    this.random = random;
  }

  /** Takes in what has changed. It throws where a connection breaks, or as if the device stopped in between. */
  async read() {
    const began = performance.now();
    const headers = this.#etag ? { "if-none-match": this.#etag } : {};
    const response = await fetch(`${config.url}/api/lists`, { headers });
    if (response.status !== 304) {
      const { lists } = await json(response);
      const shown = new Set(lists.map((list) => list.id));
      for (const { list_id } of this.tasks.values()) if (!shown.has(list_id)) this.#forget(list_id);
      for (const list of this.#read.keys()) if (!shown.has(list)) this.#forget(list);
      for (const list of lists) await this.#follow(list);
      this.#etag = response.headers.get("etag");
    }
    this.fetchedAt = began;
  }

  async #follow({ id: list, change_seq }) {
    while (this.#read.get(list)?.seq !== change_seq) {
      const cursor = this.#read.get(list)?.cursor;
      const query = new URLSearchParams({ limit: this.random.pick([1, 7, 100, 1000]), ...(cursor && { cursor }) });
      const response = await fetch(`${config.url}/api/lists/${list}/changes?${query}`);
      if (response.status === 404) return this.#forget(list);
      if (response.status === 410) {
        this.#forget(list);
        continue;
      }
      const page = await json(response);
      const stops = this.random.chance(0.02) ? this.random.below(page.tasks.length) : -1;
      page.tasks.forEach((task, i) => {
        if (i === stops) throw new Error("stopped in the middle of a page");
        this.tasks.set(task.id, task);
      });
      for (const id of page.removed) if (this.tasks.get(id)?.list_id === list) this.tasks.delete(id);
      this.#read.set(list, { cursor: page.cursor, seq: page.more ? undefined : change_seq });
    }
  }

  /** Drops the copy of a list. */
  #forget(list) {
    for (const task of this.tasks.values()) if (task.list_id === list) this.tasks.delete(task.id);
    this.#read.delete(list);
    this.#etag = undefined;
  }
}

async function json(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.json();
}
