import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { ChangeStore } from "@/tasks/change-store";
import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";

const at = "2026-11-25T14:00:00.000Z";
const creation = (seq: number, part: object = {}): Change => ({
  id: `c${seq}`,
  seq,
  at,
  kind: "create",
  task: `k${seq}`,
  fields: { title: `Task ${seq}` },
  ...part,
});

let store: ChangeStore;
beforeEach(() => {
  localStorage.clear();
  store = new ChangeStore("u1");
});
afterEach(() => void vi.restoreAllMocks());

describe("the order", () => {
  test("counts on, whatever the clock says, over reloads and tabs", () => {
    const other = new ChangeStore("u1");
    const seqs = [store.next(0), other.next(0), store.next(1), new ChangeStore("u1").next(0)];
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  test.each(["", "x", "1e400", "-3", "1.5"])("a damaged counter (%o) is above what is there all the same", (text) => {
    localStorage.setItem("todo.counter.u1", text);
    expect(store.next(7)).toBe(8);
  });

  test("is by the counter, not by the keys", () => {
    for (const seq of [10, 9, 2]) store.put(creation(seq));
    expect(store.load().map((c) => c.seq)).toEqual([2, 9, 10]);
  });
});

describe("what version 1 has left", () => {
  const entry = (id: string, change: object) =>
    localStorage.setItem(`todo.outbox.u1.${id}`, JSON.stringify({ id, at, ...change }));

  test("is sent before anything new, a creation before its task's changes, whatever the clock said", () => {
    entry("0mcb-0001-x", { kind: "update", task: "k", fields: { completed: true }, before: makeTask({ id: "k" }) });
    entry("0mcb-0002-x", { kind: "delete", task: "t9", before: makeTask({ id: "t9" }), heldUntil: 1764000000000 });
    entry("0mcc-0000-x", { kind: "create", task: "k", fields: { title: "Bread" } });
    store.put(creation(4));
    const changes = store.load();
    expect(changes.map((c) => [c.kind, c.held ?? false])).toEqual([
      ["create", false],
      ["create", false],
      ["update", false],
      ["delete", true],
    ]);
    expect(changes.map((c) => c.seq)).toEqual([4, 5, 6, 7]);
    expect(Object.keys(localStorage).filter((key) => key.startsWith("todo.outbox."))).toEqual([]);
    expect(new ChangeStore("u1").load().map((c) => c.id)).toEqual(changes.map((c) => c.id));
  });

  test("is sent where the storage is too full to write it anew, and does not come back", () => {
    entry("0mcc-0000-x", { kind: "create", task: "k", fields: { title: "Bread" } });
    full();
    const [change] = store.load();
    expect(change).toMatchObject({ kind: "create", fields: { title: "Bread" } });
    expect(change && store.has(change)).toBe(true);
    store.remove(change?.id ?? "");
    expect(store.load()).toEqual([]);
  });
});

describe("an entry that cannot be read", () => {
  test.each([
    ['{"kind":"cre'],
    ["null"],
    ["[]"],
    ['{"v":2,"kind":"create","id":"c","seq":1,"at":"","task":"t"}'],
    ['{"v":2,"kind":"move","id":"c","seq":1,"at":"","task":"t"}'],
  ])("%s is set aside with its text, and holds nothing up", (text) => {
    localStorage.setItem("todo.changes.u1.c", text);
    localStorage.setItem("todo.refused.u1.c", text);
    localStorage.setItem("todo.outbox.u1.c", text);
    store.put(creation(1));
    expect(store.load()).toHaveLength(1);
    expect(store.loadRefused()).toEqual([]);
    const unreadable = store.loadUnreadable();
    expect(unreadable.map((u) => u.text)).toEqual([text, text, text]);
    unreadable.forEach((u) => store.removeUnreadable(u.key));
    expect(store.loadUnreadable()).toEqual([]);
  });

  test("of a later version is left to that", () => {
    const text = JSON.stringify({ v: 4, kind: "move" });
    localStorage.setItem("todo.changes.u1.c", text);
    expect(store.load()).toEqual([]);
    expect(localStorage.getItem("todo.changes.u1.c")).toBe(text);
  });
});

test("another user's are theirs", () => {
  store.put(creation(1));
  expect(new ChangeStore("u").load()).toEqual([]);
  expect(new ChangeStore("u2").load()).toEqual([]);
});

test("a storage that is full or blocked throws nothing", () => {
  full();
  expect(store.put(creation(1))).toBe(false);
  expect([store.next(0), store.next(1)]).toEqual([1, 2]);
  for (const method of ["getItem", "removeItem"] as const) {
    vi.spyOn(Storage.prototype, method).mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
  }
  expect(store.load()).toEqual([]);
  expect(store.has(creation(1))).toBe(false);
  store.remove("c1");
});

function full() {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
}
