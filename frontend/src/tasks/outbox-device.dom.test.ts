import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { entries, kept, online, open, refusal, server, setUp, soon, tearDown, titles } from "@/tasks/outbox-harness";

beforeEach(setUp);
afterEach(tearDown);

const minutes = 60_000;

describe("the device's clock jumps", () => {
  for (const jump of [-10 * minutes, 10 * minutes, -365 * 24 * 60 * minutes, 365 * 24 * 60 * minutes]) {
    test(`by ${jump / minutes} minutes: the order is that of the hands`, async () => {
      online(false);
      const { outbox, stop } = open();
      const { task } = outbox.create({ title: "Bread" });
      vi.setSystemTime(Date.now() + jump);
      outbox.update(makeTask({ id: task }), { title: "Rye bread" });
      vi.setSystemTime(Date.now() - 2 * jump);
      outbox.update(makeTask({ id: task }), { title: "Dark rye bread", completed: true });
      stop(); // and over a reload
      online(true);
      open();
      await soon();
      expect(server.sent.map((s) => s.split(" ")[0])).toEqual(["create", "update", "update"]);
      expect([...server.tasks.values()]).toMatchObject([{ title: "Dark rye bread", completed: true }]);
    });

    test(`by ${jump / minutes} minutes: what is held, and what is tried again, waits as long as ever`, async () => {
      server.tasks.set("t1", makeTask());
      const { outbox } = open();
      outbox.delete(makeTask());
      server.trouble = [kept(503, 20_000)];
      outbox.create({ title: "Bread" });
      await soon();
      vi.setSystemTime(Date.now() + jump);
      await vi.advanceTimersByTimeAsync(19_000);
      expect(server.sent).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(2000);
      expect(titles()).toEqual(["Buy milk", "Bread"]);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(titles()).toEqual(["Bread"]);
    });
  }
});

describe("the storage", () => {
  const full = () =>
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });

  test("is full: the change is sent all the same, and said not to be on the device until then", async () => {
    full();
    online(false);
    const { outbox } = open();
    const { id } = outbox.create({ title: "Bread" });
    expect([...outbox.get().unkept]).toEqual([id]);
    const leaving = new Event("beforeunload", { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
    online(true);
    await soon();
    expect(titles()).toEqual(["Bread"]);
    expect(outbox.get().unkept.size).toBe(0);
    const later = new Event("beforeunload", { cancelable: true });
    dispatchEvent(later);
    expect(later.defaultPrevented).toBe(false);
  });

  test("has room again: it is kept then", async () => {
    const spy = full();
    online(false);
    const { outbox, stop } = open();
    outbox.create({ title: "Bread" });
    spy.mockRestore();
    dispatchEvent(new Event("focus"));
    expect(outbox.get().unkept.size).toBe(0);
    stop();
    expect(open().outbox.get().changes).toMatchObject([{ fields: { title: "Bread" } }]);
  });

  test("is full as the server refuses: the text is here, and is kept in the room that the change leaves", async () => {
    online(false);
    const { outbox, stop } = open();
    outbox.create({ title: "Bread" });
    const write = vi.spyOn(Storage.prototype, "setItem");
    write.mockImplementationOnce(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    server.trouble = [refusal(422, "no")];
    online(true);
    await soon();
    expect(outbox.get()).toMatchObject({ changes: [], refused: [{ change: { fields: { title: "Bread" } } }] });
    expect(outbox.get().unkept.size).toBe(0);
    stop();
    expect(open().outbox.get().refused).toHaveLength(1);
  });

  test("is blocked: everything works as long as the page lives", async () => {
    for (const method of ["getItem", "setItem", "removeItem"] as const) {
      vi.spyOn(Storage.prototype, method).mockImplementation(() => {
        throw new DOMException("blocked", "SecurityError");
      });
    }
    const request = () => Promise.reject(new DOMException("blocked", "SecurityError"));
    Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
    vi.stubGlobal("BroadcastChannel", function Blocked() {
      throw new DOMException("blocked", "SecurityError");
    });
    const { outbox } = open();
    vi.unstubAllGlobals();
    outbox.create({ title: "Bread" });
    outbox.create({ title: "Milk" });
    await soon();
    expect(titles()).toEqual(["Bread", "Milk"]);
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });

  test("is emptied by the user: what this page has is kept and sent", async () => {
    online(false);
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    localStorage.clear();
    dispatchEvent(new Event("focus"));
    expect(entries()).toHaveLength(1);
    online(true);
    await soon();
    expect(titles()).toEqual(["Bread"]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("has a damaged entry: it is shown, keeps nothing back, and goes when it is discarded", async () => {
    localStorage.setItem("todo.changes.u1.x", '{"kind":"cre');
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    await soon();
    expect(titles()).toEqual(["Bread"]);
    const [damaged] = outbox.get().unreadable;
    expect(damaged?.text).toBe('{"kind":"cre');
    outbox.discardUnreadable(damaged?.key ?? "");
    expect(entries()).toEqual([]);
  });
});

describe("a tab that has not heard the other", () => {
  test("sends nothing that the other has sent", async () => {
    online(false);
    const first = open();
    const change = first.outbox.create({ title: "Bread" });
    first.outbox.update(makeTask(), { title: "Old" });
    localStorage.removeItem(`todo.changes.u1.${change.id}`); // as the other does once it has the answer
    server.tasks.set("t1", makeTask());
    online(true);
    await soon();
    expect(server.sent).toEqual(["update t1"]);
    expect(first.seen.missed).toBe(1);
  });

  test("changes a task whose creation the other has sent", async () => {
    online(false);
    const { outbox } = open();
    const creation = outbox.create({ title: "Bread" });
    server.tasks.set(creation.task, makeTask({ id: creation.task, title: "Bread" }));
    localStorage.removeItem(`todo.changes.u1.${creation.id}`);
    outbox.update(makeTask({ id: creation.task }), { title: "Rye bread" });
    online(true);
    await soon();
    expect([...server.tasks.values()]).toMatchObject([{ id: creation.task, title: "Rye bread" }]);
    expect(server.sent).toEqual([`update ${creation.task}`]);
    expect(outbox.get().changes).toEqual([]);
  });
});

describe("without Web Locks, as over plain http", () => {
  beforeEach(() => Object.defineProperty(navigator, "locks", { value: undefined, configurable: true }));

  test("a change is sent", async () => {
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(200);
    expect(titles()).toEqual(["Bread"]);
    expect(entries()).toEqual([]);
  });

  test("two tabs that begin at once: each change is sent once", async () => {
    online(false);
    const first = open();
    const second = open();
    first.outbox.create({ title: "Bread" });
    second.outbox.create({ title: "Milk" });
    online(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.sent).toHaveLength(2);
    expect(entries()).toEqual([]);
  });

  test("a tab that waits for an answer is not overtaken", async () => {
    localStorage.setItem("todo.lock.u1", "another 1");
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    for (let beat = 2; beat < 5; beat++) {
      await vi.advanceTimersByTimeAsync(40_000);
      localStorage.setItem("todo.lock.u1", `another ${beat}`);
    }
    expect(server.sent).toEqual([]);
    localStorage.removeItem("todo.lock.u1");
    await vi.advanceTimersByTimeAsync(4000);
    expect(titles()).toEqual(["Bread"]);
  });

  test("a tab that died with the lock holds it for a minute, however the clock jumps", async () => {
    localStorage.setItem("todo.lock.u1", "another 1");
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(30_000);
    vi.setSystemTime(Date.now() + 3600_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(titles()).toEqual(["Bread"]);
  });
});
