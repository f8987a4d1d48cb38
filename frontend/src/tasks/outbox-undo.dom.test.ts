import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { isOfDeleted, refusalSentence } from "@/tasks/refused";
import { entries, online, open, server, setUp, soon, tearDown } from "@/tasks/outbox-harness";

beforeEach(setUp);
afterEach(tearDown);

describe("undo", () => {
  test("a deletion that is undone was never sent", async () => {
    server.tasks.set("t1", makeTask());
    const { outbox } = open();
    const change = outbox.delete(makeTask());
    await vi.advanceTimersByTimeAsync(5000);
    outbox.undo(change);
    outbox.release(change.id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent).toEqual([]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("a deletion is sent once it is released, or after half a minute", async () => {
    server.tasks.set("t1", makeTask());
    server.tasks.set("t2", makeTask({ id: "t2" }));
    const { outbox } = open();
    const change = outbox.delete(makeTask());
    outbox.delete(makeTask({ id: "t2" }));
    await soon();
    expect(server.sent).toEqual([]);
    outbox.release(change.id);
    await soon();
    expect(server.sent).toEqual(["delete t1"]);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(server.sent).toEqual(["delete t1", "delete t2"]);
  });

  test("a held change keeps no other task's back, but its own's", async () => {
    server.tasks.set("t1", makeTask());
    const { outbox } = open();
    const change = outbox.delete(makeTask());
    outbox.update(makeTask(), { title: "Later" });
    outbox.create({ title: "Bread" });
    await soon();
    expect(server.sent.map((s) => s.split(" ")[0])).toEqual(["create"]);
    outbox.release(change.id);
    await soon();
    expect(server.sent.map((s) => s.split(" ")[0])).toEqual(["create", "delete", "update"]);
  });

  test("what was sent already is undone by its opposite", async () => {
    server.tasks.set("t1", makeTask({ priority: "high" }));
    const { outbox } = open();
    const change = outbox.update(makeTask({ priority: "high" }), { priority: null, completed: true });
    await soon();
    outbox.undo(change);
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ priority: "high", completed: false });
  });

  test("a creation is undone by a deletion once it was sent", async () => {
    online(false);
    const { outbox } = open();
    outbox.undo(outbox.create({ title: "Tea" }));
    expect(outbox.get().changes).toEqual([]);
    online(true);
    const change = outbox.create({ title: "Bread" });
    await soon();
    expect(server.tasks.size).toBe(1);
    outbox.undo(change);
    await soon();
    expect(server.tasks.size).toBe(0);
    expect(server.sent.map((s) => s.split(" ")[0])).toEqual(["create", "delete"]);
  });

  test("a day and a time are never both sent", async () => {
    const task = makeTask({ due_on: "2026-11-26", due_date: "2026-11-26T22:59:59.999Z" });
    server.tasks.set("t1", task);
    const { outbox } = open();
    const change = outbox.update(task, { due_date: "2026-11-27T08:00:00.000Z" });
    await soon();
    online(false);
    outbox.undo(change);
    const [undone] = outbox.get().changes;
    expect(undone).toMatchObject({ kind: "update", fields: { due_on: "2026-11-26" } });
    expect(undone?.kind === "update" && Object.keys(undone.fields)).toEqual(["due_on"]);
  });

  test("a deletion that was sent is undone by a restoration, with all that the task had", async () => {
    const task = makeTask({ list_id: "l1", position: "a7", due_on: "2026-12-24", recurrence_rule: "FREQ=YEARLY" });
    server.tasks.set("t1", task);
    const { outbox } = open();
    const change = outbox.delete(task);
    outbox.release(change.id);
    await soon();
    expect(server.tasks.size).toBe(0);
    outbox.undo(change);
    await soon();
    expect(server.sent).toEqual(["delete t1", "restore t1"]);
    expect(server.tasks.get("t1")).toEqual(task);
  });

  test("a task that has left the trash can be added anew", async () => {
    server.tasks.set("t1", makeTask());
    const { outbox } = open();
    const change = outbox.delete(makeTask());
    outbox.release(change.id);
    await soon();
    server.trash.clear();
    outbox.undo(change);
    await soon();
    const [refused] = outbox.get().refused;
    expect(refused && refusalSentence(refused)).toBe("“Buy milk” is no longer in the trash.");
    expect(refused && isOfDeleted(refused)).toBe(true);
  });

  test("without a connection, an undone deletion waits for nothing", async () => {
    online(false);
    const { outbox } = open();
    outbox.undo(outbox.delete(makeTask()));
    expect(outbox.get().changes).toEqual([]);
  });

  test("a page that goes sends what was held", async () => {
    server.tasks.set("t1", makeTask());
    const { outbox } = open();
    outbox.delete(makeTask());
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
    await vi.waitFor(() => expect(second.seen.confirmed).toHaveLength(1));
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
  server.tasks.set("t1", makeTask());
  const { outbox } = open();
  outbox.delete(makeTask());
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
  outbox.delete(makeTask());
  expect(entries()).toHaveLength(2);
  outbox.forget();
  expect(entries()).toEqual([]);
  online(true);
  await soon();
  expect(server.sent).toEqual([]);
});
