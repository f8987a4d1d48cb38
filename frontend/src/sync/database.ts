import type { components } from "@/api/schema";
import { copyName, deleteCopy } from "@/session/session";

type Schemas = components["schemas"];
export type Task = Schemas["Task"];
export type List = Schemas["List"];

const version = 1; // another one, when what is stored gets another form: the copy is deleted and read anew
const patience = 3000; // milliseconds for the browser to open a database, which some never do

/** How far a list has been read. */
export interface Progress {
  cursor?: string;
  /** The list's change_seq up to which it is read whole; undefined while pages are missing. */
  seq?: number;
  /** The ids of the tasks that have come so far, where the list is read anew. */
  anew?: string[];
}

/** What is copied beside the tasks. */
export interface CopyState {
  /** It grows by one with each write, so that a tab knows whether it has them all. */
  version: number;
  lists: List[];
  etag?: string;
  /** By the lists' ids. */
  progress: Record<string, Progress>;
  /** Whether all lists have been read whole once. */
  synced: boolean;
}

/** What a write changes, all of it or nothing. */
export interface Delta {
  put: Task[];
  drop: string[];
  state: CopyState;
}

/** What the backend has answered to a change of the user's: the task after it, null after a deletion. */
export interface Answer {
  /** The change's place in the order of the device's changes, and its id. */
  key: [seq: number, id: string];
  task: string;
  after: Task | null;
}

/** What a database holds, at one moment; done comes last, and the rest need not wait for it. */
export interface Stored {
  state: CopyState | undefined;
  answers: Answer[];
  open: Task[];
  done: Promise<Task[]>;
}

type Store = "meta" | "answers" | "open" | "done";

/** The device's copy of one user's tasks, in IndexedDB: the open ones apart, since a page shows them first. */
export class Database {
  /** It can be neither read nor written any more. */
  closed = false;

  private constructor(private readonly db: IDBDatabase) {
    db.onversionchange = () => this.close(); // its user signs out, or a later version of the page is here
    db.onclose = () => this.close(); // the browser itself has deleted it
  }

  /**
   * Opens a user's database and reads it; one that cannot be read is deleted first. It is undefined where the browser
   * has none, keeps nothing, or has that of a later version of the page.
   */
  static async open(user: string): Promise<{ database: Database; stored: Stored } | undefined> {
    void deleteOthers(user);
    for (const last of [false, true]) {
      try {
        const database = new Database(await openDatabase(copyName(user)));
        return { database, stored: await database.read() };
      } catch (error) {
        if (last || !(error instanceof DOMException) || untouchable.includes(error.name)) break;
        await deleteCopy(user);
      }
    }
    return undefined;
  }

  async read(): Promise<Stored> {
    const tx = this.db.transaction(["meta", "answers", "open", "done"] satisfies Store[]);
    const all = <T>(store: Store) => result<T[]>(tx.objectStore(store).getAll());
    const first = [all<CopyState>("meta"), all<Answer>("answers"), all<Task>("open")] as const;
    const done = all<Task>("done");
    done.catch(() => {}); // its reader hears of it
    const [[state], answers, open] = await Promise.all(first);
    return { state, answers, open, done };
  }

  /** Returns the version of what is stored. */
  async version(): Promise<number> {
    const [state] = await result<CopyState[]>(this.db.transaction("meta").objectStore("meta").getAll());
    return state?.version ?? 0;
  }

  /** Writes a change of the version from, and reports whether that was still the stored one: else it writes nothing. */
  async write({ put, drop, state }: Delta, from: number): Promise<boolean> {
    const tx = this.db.transaction(["meta", "open", "done"] satisfies Store[], "readwrite");
    const ended = finished(tx);
    const [meta, open, done] = (["meta", "open", "done"] as const).map((store) => tx.objectStore(store));
    if (!meta || !open || !done) return false;
    const [stored] = await result<CopyState[]>(meta.getAll());
    const current = (stored?.version ?? 0) === from;
    if (current) {
      for (const task of put) {
        (task.completed ? done : open).put(task);
        (task.completed ? open : done).delete(task.id);
      }
      for (const id of drop) [open, done].forEach((store) => store.delete(id));
      meta.put(state, "state");
    }
    await ended;
    return current;
  }

  /** Keeps answers, and forgets others. */
  async answers(kept: Answer[], forgotten: Answer["key"][]) {
    const tx = this.db.transaction("answers", "readwrite");
    const ended = finished(tx);
    for (const answer of kept) tx.objectStore("answers").put(answer);
    for (const key of forgotten) tx.objectStore("answers").delete(key);
    await ended;
  }

  close() {
    this.closed = true;
    this.db.close();
  }
}

const untouchable = ["VersionError", "SecurityError", "TimeoutError"]; // deleting it would be worse, or no use

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new DOMException("It does not open", "TimeoutError"));
    }, patience);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const store of Array.from(db.objectStoreNames)) db.deleteObjectStore(store);
      db.createObjectStore("meta");
      db.createObjectStore("answers", { keyPath: "key" });
      for (const store of ["open", "done"]) db.createObjectStore(store, { keyPath: "id" });
    };
    request.onerror = () => reject(request.error ?? new DOMException("It does not open"));
    request.onsuccess = () => {
      clearTimeout(timer);
      if (late) request.result.close();
      else resolve(request.result);
    };
  });
}

/** Deletes the copies of other users, should their sign-out have been cut short. */
async function deleteOthers(user: string) {
  try {
    const prefix = copyName("");
    for (const { name = "" } of await indexedDB.databases()) {
      if (name.startsWith(prefix) && name !== copyName(user)) await deleteCopy(name.slice(prefix.length));
    }
  } catch {
    // Firefox has it since 126.
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("It cannot be read"));
  });
}

function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new DOMException("It cannot be written"));
  });
}
