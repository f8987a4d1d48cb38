import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { entries, online, open, refusal, server, setUp, soon, tearDown, titles } from "@/tasks/outbox-harness";

beforeEach(setUp);
afterEach(tearDown);

const at = "2026-11-25T14:00:00.000Z";
const store = (id: string, seq: number, change: object) =>
  localStorage.setItem(`todo.changes.u1.${id}`, JSON.stringify({ v: 2, id, seq, at, held: false, ...change }));
const creation = { kind: "create", task: "key-1", fields: { title: "Bread" } };

describe("what version 2 of this page has left, whose creations had a key and no id", () => {
  test("is sent with its key, and the task's later changes with the id that the backend has chosen", async () => {
    store("c1", 1, creation);
    store("c2", 2, { kind: "update", task: "key-1", fields: { title: "Rye" }, before: makeTask({ id: "key-1" }) });
    const { outbox, seen } = open();
    outbox.update(makeTask({ id: "key-1" }), { completed: true });
    await soon();
    expect(server.sent).toEqual(["create key-1", "update server-1", "update server-1"]);
    expect([...server.tasks.values()]).toMatchObject([{ id: "server-1", title: "Rye", completed: true }]);
    expect(seen.confirmed.map(({ task }) => task?.id)).toEqual(["server-1", "server-1", "server-1"]);
    expect(entries()).toEqual([]);
  });

  test("is not doubled where the answer to it was lost", async () => {
    server.keys.set("key-1", "t7");
    server.tasks.set("t7", makeTask({ id: "t7", title: "Bread" }));
    store("c1", 1, creation);
    open();
    await soon();
    expect(titles()).toEqual(["Bread"]);
  });

  test("is sent again where another tab has sent it, for the id that later changes need", async () => {
    online(false);
    store("c1", 1, creation);
    const { outbox } = open();
    server.keys.set("key-1", "t7");
    server.tasks.set("t7", makeTask({ id: "t7", title: "Bread" }));
    localStorage.removeItem("todo.changes.u1.c1"); // as the other tab does once it has the answer
    outbox.update(makeTask({ id: "key-1" }), { title: "Rye bread" });
    online(true);
    await soon();
    expect([...server.tasks.values()]).toMatchObject([{ id: "t7", title: "Rye bread" }]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("was refused: it waits with its text, and is tried again with its key", async () => {
    const refused = { v: 2, id: "c1", change: { id: "c1", seq: 1, at, ...creation }, status: 403, message: "no" };
    localStorage.setItem("todo.refused.u1.c1", JSON.stringify({ ...refused, fields: {} }));
    const { outbox } = open();
    const [entry] = outbox.get().refused;
    if (!entry) throw new Error("nothing is refused");
    outbox.retry(entry);
    await soon();
    expect(server.keys.get("key-1")).toBe("server-1");
    expect(entries()).toEqual([]);
  });
});

test("what a later version has left stays as it is", async () => {
  const text = JSON.stringify({ v: 4, id: "c1", seq: 1, at, ...creation });
  localStorage.setItem("todo.changes.u1.c1", text);
  open();
  await soon();
  expect(server.sent).toEqual([]);
  expect(localStorage.getItem("todo.changes.u1.c1")).toBe(text);
});

test.each([
  ["409", refusal(409, "The task with this id has been deleted")],
  ["422 of the key", refusal(422, "sent before", { "Idempotency-Key": "sent before" })],
])("a creation that is refused with %s is tried again with another id", async (_, verdict) => {
  server.trouble = [verdict];
  const { outbox } = open();
  const { task } = outbox.create({ title: "Milk" });
  await soon();
  const [entry] = outbox.get().refused;
  if (!entry) throw new Error("nothing is refused");
  outbox.retry(entry);
  await soon();
  expect(titles()).toEqual(["Milk"]);
  expect(server.tasks.has(task)).toBe(false);
});

test("what the backend has done is told before its change goes", async () => {
  const { outbox, seen } = open();
  const lists: number[][] = [];
  outbox.subscribe(() => lists.push([outbox.get().changes.length, seen.confirmed.length]));
  outbox.create({ title: "Milk" });
  await soon();
  expect(lists.filter(([changes = 0, confirmed = 0]) => changes + confirmed === 0)).toEqual([]);
  expect(seen.confirmed).toMatchObject([{ change: { kind: "create" }, task: { title: "Milk" } }]);
  expect(seen.drained).toBe(1);
});
