import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { fitting } from "@/tasks/batch";
import { makeTask } from "@/tasks/fixtures";
import { entries, kept, online, open, refusal, server, setUp, soon, tearDown, titles } from "@/tasks/outbox-harness";

beforeEach(setUp);
afterEach(tearDown);

/** Puts changes in while there is no connection, and then has them sent. */
async function offline(make: (outbox: ReturnType<typeof open>["outbox"]) => void) {
  online(false);
  const tab = open();
  make(tab.outbox);
  online(true);
  await soon();
  return tab;
}
const names = (count: number) => Array.from({ length: count }, (_, i) => `Task ${i}`);

describe("what waits goes together", () => {
  test("after a week offline, a hundred at a time and in order", async () => {
    const { outbox } = await offline((outbox) => names(230).forEach((title) => outbox.create({ title })));
    expect(server.requests).toEqual([100, 100, 30]);
    expect(titles()).toEqual(names(230));
    expect(outbox.get().changes).toEqual([]);
    expect(entries()).toEqual([]);
    expect(new Set(server.batchKeys).size).toBe(3);
  });

  test("a selection that is changed at once is one request", async () => {
    const tasks = names(30).map((title, i) => makeTask({ id: `t${i}`, title }));
    tasks.forEach((task) => server.tasks.set(task.id, task));
    const { outbox } = open();
    tasks.forEach((task) => outbox.update(task, { completed: true }));
    await soon();
    expect(server.requests).toEqual([30]);
    expect([...server.tasks.values()].every((t) => t.completed)).toBe(true);
  });

  test("a single change goes by itself, and a creation of a former version does", async () => {
    const former = { id: "c1", task: "k1", at: "2026-11-24T08:00:00.000Z", kind: "create" };
    localStorage.setItem("todo.outbox.u1.c1", JSON.stringify({ ...former, fields: { title: "Former" } }));
    await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    expect(server.requests).toEqual([1, 2]);
    expect(titles()).toEqual(["Former", "Milk", "Bread"]);
  });

  test("a request has at most 64 KiB", () => {
    const { outbox } = open();
    online(false);
    const changes = names(80).map((title) => outbox.create({ title, description: "ж".repeat(1000) }));
    const sent = fitting(changes);
    expect(sent.length).toBeGreaterThan(25);
    expect(sent.length).toBeLessThan(33);
    expect(sent).toEqual(changes.slice(0, sent.length));
  });

  test("changes of one task keep their order, and wait for one that is held", async () => {
    const task = makeTask();
    server.tasks.set("t1", task);
    const { outbox } = await offline((outbox) => {
      outbox.update(task, { title: "A" });
      outbox.create({ title: "Bread" });
      outbox.update(task, { title: "B" });
      outbox.delete(task);
      outbox.restore(task);
      outbox.update(task, { title: "C" });
    });
    expect(server.requests).toEqual([3]);
    expect(server.tasks.get("t1")).toMatchObject({ title: "B" });
    outbox.get().changes.forEach(({ id }) => outbox.release(id));
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "C" });
    expect(server.sent.slice(3)).toEqual(["delete t1", "restore t1", "update t1"]);
  });
});

describe("a batch whose answer is lost", () => {
  test("has its key when it is sent again, and takes effect once", async () => {
    server.trouble = ["lost answer"];
    const { outbox } = await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.requests).toEqual([2, 2]);
    expect(new Set(server.batchKeys).size).toBe(1);
    expect(titles()).toEqual(["Milk", "Bread"]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("and whose task has changed since is brought to its end in order", async () => {
    const task = makeTask();
    server.tasks.set("t1", task);
    server.trouble = ["lost answer"];
    const { outbox } = await offline((outbox) => {
      for (const title of ["A", "B", "C"]) outbox.update(task, { title });
      outbox.create({ title: "Bread" });
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.requests).toEqual([4, 4, 1, 1, 1]);
    expect(titles()).toEqual(["C", "Bread"]);
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });

  test("is sent by another tab, should its own be closed", async () => {
    server.trouble = ["lost answer"];
    const { stop } = await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    stop();
    const other = open();
    await soon();
    expect(titles()).toEqual(["Milk", "Bread"]);
    expect(other.outbox.get().changes).toEqual([]);
  });
});

describe("a batch that fails", () => {
  test("for a recurrence that somebody changes meanwhile is sent again when the server says", async () => {
    server.trouble = [kept(503, 1000)];
    const { outbox, seen } = await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    expect(titles()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(server.requests).toEqual([2, 2]);
    expect(titles()).toEqual(["Milk", "Bread"]);
    expect(outbox.get().changes).toEqual([]);
    expect(seen.refused).toEqual([]);
  });

  test.each([400, 403, 404, 413, 422])("with %i as a whole is sent one by one", async (status) => {
    server.trouble = [kept(status)];
    await offline((outbox) => ["Milk", "Bread", "Eggs"].forEach((title) => outbox.create({ title })));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.requests).toEqual([3, 1, 1, 1]);
    expect(titles()).toEqual(["Milk", "Bread", "Eggs"]);
  });

  test.each([500, 502, 504])("with %i twice is sent one by one", async (status) => {
    server.trouble = [kept(status), kept(status)];
    await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.requests).toEqual([2, 2, 1, 1]);
    expect(titles()).toEqual(["Milk", "Bread"]);
  });

  test("for a session that is over keeps everything", async () => {
    server.trouble = [{ kind: "signed out" }];
    server.user = "u1";
    const { outbox, seen } = await offline((outbox) => ["Milk", "Bread"].forEach((title) => outbox.create({ title })));
    expect(seen.ended).toBe(1);
    expect(outbox.get().changes).toHaveLength(2);
  });
});

test("a new subtask waits for its task, which something in between holds up", async () => {
  const send = server.send.bind(server);
  server.send = async (changes, key) => {
    if (changes[0]?.task === "trip" && server.sent.length < 7) server.trouble = [kept(404)];
    return send(changes, key);
  };
  await offline((outbox) => {
    outbox.create({ title: "Trip" }, "trip");
    outbox.create({ title: "Tickets", parent_id: "trip" }, "tickets");
    outbox.create({ title: "Bread" }, "bread");
  });
  await vi.advanceTimersByTimeAsync(60_000);
  const sent = server.sent.map((line) => line.replace("create ", ""));
  expect(sent).toEqual(["trip", "tickets", "bread", "trip", "trip", "trip", "bread", "trip", "tickets"]);
  expect(titles()).toEqual(["Bread", "Trip", "Tickets"]);
});

test("one that is refused stops no other, and takes along what followed from it alone", async () => {
  server.trouble = [refusal(422, "no")];
  const { outbox, seen } = await offline((outbox) => {
    const { task } = outbox.create({ title: "<script>" });
    outbox.create({ title: "Bread" });
    outbox.update(makeTask({ id: task }), { priority: "high" });
  });
  expect(titles()).toEqual(["Bread"]);
  expect(seen.refused).toEqual(["create: no"]);
  expect(outbox.get().refused).toMatchObject([{ change: { fields: { title: "<script>", priority: "high" } } }]);
});

test("what is undone while a batch is under way is undone by its opposite", async () => {
  const tasks = ["t1", "t2"].map((id) => makeTask({ id }));
  tasks.forEach((task) => server.tasks.set(task.id, task));
  const { outbox } = open();
  await soon();
  const send = server.send.bind(server);
  let undo = () => {};
  server.send = async (changes, key) => {
    undo();
    return send(changes, key);
  };
  const [first] = tasks.map((task) => outbox.update(task, { completed: true }));
  undo = () => {
    undo = () => {};
    if (first) outbox.undo(first);
  };
  await soon();
  await soon();
  expect([...server.tasks.values()].map((t) => t.completed)).toEqual([false, true]);
});

test("a page that goes sends what was held in one request", async () => {
  const tasks = ["t1", "t2"].map((id) => makeTask({ id }));
  tasks.forEach((task) => server.tasks.set(task.id, task));
  const { outbox } = open();
  tasks.forEach((task) => outbox.delete(task));
  await soon();
  dispatchEvent(new Event("pagehide"));
  await soon();
  expect(server.requests).toEqual([2]);
  expect(server.tasks.size).toBe(0);
});
