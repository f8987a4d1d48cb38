// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Refused } from "@/api/client";
import { aTask } from "@/tasks/fixtures";
import { Outbox, type World } from "@/tasks/outbox";
import type { Change } from "@/tasks/changes";
import type { Task } from "@/tasks/task";

/** A server that has its tasks, and does what a test tells its network to do. */
class Server {
  tasks = new Map<string, Task>();
  keys = new Map<string, string>();
  sent: string[] = [];
  trouble: ("lost request" | "lost answer" | Refused)[] = [];
  user: string | null = "u1";

  async send(change: Change): Promise<Task | null> {
    this.sent.push(`${change.kind} ${change.task}`);
    const trouble = this.trouble.shift();
    if (trouble instanceof Refused) throw trouble;
    if (trouble === "lost request") throw new TypeError("Failed to fetch");
    const task = this.take(change);
    if (trouble === "lost answer") throw new TypeError("Failed to fetch");
    return task;
  }

  private take(change: Change): Task | null {
    if (change.kind === "create") {
      const id = this.keys.get(change.task) ?? `server-${this.keys.size + 1}`;
      this.keys.set(change.task, id);
      const task = this.tasks.get(id) ?? aTask({ ...(change.fields as Partial<Task>), id });
      this.tasks.set(id, task);
      return task;
    }
    const task = this.tasks.get(change.task);
    if (!task) throw refusal(404, "Task not found");
    if (change.kind === "delete") {
      this.tasks.delete(change.task);
      return null;
    }
    const next = { ...task, ...(change.fields as Partial<Task>) };
    this.tasks.set(change.task, next);
    return next;
  }
}

function refusal(status: number, detail: string, headers = {}) {
  return new Refused(new Response(null, { status, headers }), { detail });
}

let server: Server;
let stops: (() => void)[];

function open(user = "u1") {
  const seen = { settled: [] as Change[], refused: [] as string[], ended: 0 };
  const world: World = {
    send: (change) => server.send(change),
    whose: async () => server.user,
    settled: (change) => void seen.settled.push(change),
    refused: (change, why) => void seen.refused.push(`${change.kind}: ${why.message}`),
    ended: () => void seen.ended++,
    idle: () => {},
  };
  const outbox = new Outbox(user, world);
  const stop = outbox.start();
  stops.push(stop);
  return { outbox, seen, stop };
}

const online = (is: boolean) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
  dispatchEvent(new Event(is ? "online" : "offline"));
};
const soon = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Server();
  stops = [];
  online(true);
});
afterEach(() => {
  stops.forEach((stop) => stop());
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the network fails", () => {
  test.each(["lost request", "lost answer"] as const)("%s: a creation is sent again with its key, and made once", async (trouble) => {
    server.trouble = [trouble, trouble];
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await soon();
    expect(outbox.get()).toMatchObject({ unreachable: true, changes: [{ kind: "create" }] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(outbox.get()).toEqual({ unreachable: false, changes: [] });
    expect(new Set(server.sent).size).toBe(1);
    expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Milk"]);
  });

  test("the waits grow, up to half a minute", async () => {
    server.trouble = Array<"lost request">(100).fill("lost request");
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.sent.length).toBeGreaterThan(5);
    expect(server.sent.length).toBeLessThan(12);
    expect(outbox.get().changes).toHaveLength(1);
  });

  test("a busy server is asked again when it says", async () => {
    server.trouble = [refusal(503, "busy", { "retry-after": "20" })];
    const { outbox, seen } = open();
    outbox.create({ title: "Milk" });
    await vi.advanceTimersByTimeAsync(19_000);
    expect(server.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.tasks.size).toBe(1);
    expect(seen.refused).toEqual([]);
  });
});

describe("without a connection", () => {
  test("nothing is sent; with it, everything is, in order", async () => {
    online(false);
    const { outbox } = open();
    server.tasks.set("t1", aTask());
    outbox.update(aTask(), { title: "Oat milk" });
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent).toEqual([]);
    online(true);
    await soon();
    expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Oat milk", "Bread"]);
  });

  test("what was made and changed is one task with its changes", async () => {
    online(false);
    const { outbox } = open();
    const made = outbox.create({ title: "Bread" });
    const here = aTask({ id: made.task, title: "Bread" });
    outbox.update(here, { title: "Rye bread" });
    outbox.update(here, { completed: true });
    online(true);
    await soon();
    expect([...server.tasks.values()]).toMatchObject([{ id: "server-1", title: "Rye bread", completed: true }]);
    expect(outbox.keyOf("server-1")).toBe(made.task);
  });

  test("a change by the old id, after the task has got its own", async () => {
    const { outbox } = open();
    const made = outbox.create({ title: "Bread" });
    await soon();
    outbox.update(aTask({ id: made.task }), { title: "Rye bread" });
    await soon();
    expect(server.tasks.get("server-1")?.title).toBe("Rye bread");
  });

  test("a page that closes keeps its changes for the next, of the same user alone", async () => {
    online(false);
    const first = open();
    first.outbox.create({ title: "Bread" });
    first.stop();
    online(true);
    const other = open("u2");
    await soon();
    expect(other.outbox.get().changes).toEqual([]);
    expect(server.sent).toEqual([]);
    open();
    await soon();
    expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Bread"]);
    expect(localStorage.length).toBe(0);
  });
});

test("a change that was cut short on the device keeps no other back", async () => {
  online(false);
  const first = open();
  first.outbox.create({ title: "Bread" });
  first.stop();
  localStorage.setItem("todo.outbox.u1.0", '{"kind":"cre');
  online(true);
  open();
  await soon();
  expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Bread"]);
  expect(localStorage.length).toBe(0);
});

describe("the server refuses", () => {
  test("the change is gone, and the next one is sent", async () => {
    server.trouble = [refusal(422, "Title must be 200 characters or less")];
    const { outbox, seen } = open();
    outbox.create({ title: "too long" });
    outbox.create({ title: "Bread" });
    await soon();
    expect(seen.refused).toEqual(["create: Title must be 200 characters or less"]);
    expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Bread"]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("what followed from a refused creation goes with it", async () => {
    online(false);
    server.trouble = [refusal(422, "no")];
    const { outbox, seen } = open();
    const made = outbox.create({ title: "x" });
    outbox.update(aTask({ id: made.task }), { completed: true });
    online(true);
    await soon();
    expect(server.sent).toEqual([`create ${made.task}`]);
    expect(seen.refused).toEqual(["create: no"]);
    expect(outbox.get().changes).toEqual([]);
  });
});

describe("the session", () => {
  test("is over: nothing is lost, and nothing is sent until its user is back", async () => {
    server.trouble = [refusal(401, "Not authenticated")];
    const { outbox, seen, stop } = open();
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.ended).toBe(1);
    expect(server.tasks.size).toBe(0);
    stop();
    open();
    await soon();
    expect(server.tasks.size).toBe(1);
  });

  test("is somebody else's: the changes are not sent as theirs", async () => {
    server.user = "u2";
    const { outbox, seen } = open();
    outbox.create({ title: "Secret" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent).toEqual([]);
    expect(seen.ended).toBeGreaterThan(0);
    expect(outbox.get().changes).toHaveLength(1);
  });

  test("is asked for again after a while", async () => {
    const { outbox } = open();
    outbox.create({ title: "Mine" });
    await soon();
    server.user = "u2";
    await vi.advanceTimersByTimeAsync(11_000);
    outbox.create({ title: "Secret" });
    await soon();
    expect([...server.tasks.values()].map((t) => t.title)).toEqual(["Mine"]);
  });
});

describe("undo", () => {
  test("a deletion that is undone was never sent", async () => {
    server.tasks.set("t1", aTask());
    const { outbox } = open();
    const change = outbox.delete(aTask());
    await vi.advanceTimersByTimeAsync(5000);
    outbox.undo(change);
    outbox.release(change.id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent).toEqual([]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("a deletion is sent once it is released, or after half a minute", async () => {
    server.tasks.set("t1", aTask());
    server.tasks.set("t2", aTask({ id: "t2" }));
    const { outbox } = open();
    const change = outbox.delete(aTask());
    outbox.delete(aTask({ id: "t2" }));
    await soon();
    expect(server.sent).toEqual([]);
    outbox.release(change.id);
    await soon();
    expect(server.sent).toEqual(["delete t1"]);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(server.sent).toEqual(["delete t1", "delete t2"]);
  });

  test("a held change keeps no other task's back, but its own's", async () => {
    server.tasks.set("t1", aTask());
    const { outbox } = open();
    const change = outbox.update(aTask(), { completed: true }, { held: true });
    outbox.update(aTask(), { title: "Later" });
    outbox.create({ title: "Bread" });
    await soon();
    expect(server.sent.map((s) => s.split(" ")[0])).toEqual(["create"]);
    outbox.release(change.id);
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ completed: true, title: "Later" });
  });

  test("what was sent already is undone by its opposite", async () => {
    server.tasks.set("t1", aTask({ priority: "high" }));
    const { outbox } = open();
    const change = outbox.update(aTask({ priority: "high" }), { priority: null, completed: true });
    await soon();
    outbox.undo(change);
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ priority: "high", completed: false });
  });

  test("without a connection, an undone deletion waits for nothing", async () => {
    online(false);
    const { outbox } = open();
    outbox.undo(outbox.delete(aTask()));
    expect(outbox.get().changes).toEqual([]);
  });

  test("a page that goes sends what was held", async () => {
    server.tasks.set("t1", aTask());
    const { outbox } = open();
    outbox.delete(aTask());
    await soon();
    dispatchEvent(new Event("pagehide"));
    await soon();
    expect(server.tasks.size).toBe(0);
  });
});

describe("two tabs", () => {
  test("see each other's changes, and send each once", async () => {
    vi.useRealTimers(); // messages between tabs take their own time
    const first = open();
    const second = open();
    first.outbox.create({ title: "Bread" });
    await vi.waitFor(() => expect(server.tasks.size).toBe(1));
    await vi.waitFor(() => expect(second.seen.settled).toHaveLength(1));
    await vi.waitFor(() => expect(second.outbox.get().changes).toEqual([]));
    expect(server.sent).toHaveLength(1);
  });

  test("what one makes while it cannot send, the other sends", async () => {
    vi.useRealTimers();
    online(false);
    const first = open();
    const second = open();
    first.outbox.create({ title: "Bread" });
    await vi.waitFor(() => expect(second.outbox.get().changes).toHaveLength(1));
    first.stop();
    online(true);
    await vi.waitFor(() => expect(server.tasks.size).toBe(1));
  });
});

test("sendAll sends what is held too, and says when something is left", async () => {
  server.tasks.set("t1", aTask());
  const { outbox } = open();
  outbox.delete(aTask());
  await outbox.sendAll();
  expect(server.tasks.size).toBe(0);
  online(false);
  outbox.create({ title: "Bread" });
  await expect(outbox.sendAll()).rejects.toThrow();
});

test("what is forgotten is never sent, and leaves nothing on the device", async () => {
  online(false);
  const { outbox } = open();
  outbox.create({ title: "Bread" });
  outbox.delete(aTask());
  expect(localStorage).toHaveLength(2);
  outbox.forget();
  expect(localStorage).toHaveLength(0);
  online(true);
  await soon();
  expect(server.sent).toEqual([]);
});
