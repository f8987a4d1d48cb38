import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { longestWait } from "@/tasks/backoff";
import { makeTask } from "@/tasks/fixtures";
import { entries, kept, online, open, server, setUp, soon, tearDown, titles } from "@/tasks/outbox-harness";

beforeEach(setUp);
afterEach(tearDown);

describe("the network fails", () => {
  test.each(["lost request", "lost answer"] as const)("%s: a creation is sent again with its id", async (trouble) => {
    server.trouble = [trouble, trouble];
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await soon();
    expect(outbox.get()).toMatchObject({ unreachable: true, changes: [{ kind: "create" }] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(outbox.get()).toMatchObject({ unreachable: false, changes: [] });
    expect(new Set(server.sent).size).toBe(1);
    expect(titles()).toEqual(["Milk"]);
  });

  test("the waits grow, up to five minutes, for weeks", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1); // the longest of the jitter
    server.trouble = Array<"lost request">(20_000).fill("lost request");
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await vi.advanceTimersByTimeAsync(63_000);
    expect(server.sent).toHaveLength(7); // at once, and after 1, 2, 4, 8, 16 and 32 seconds
    await vi.advanceTimersByTimeAsync(21 * 24 * 3600_000);
    const tries = server.sent.length;
    expect(tries).toBeGreaterThan((21 * 24 * 3600_000) / longestWait - 10);
    expect(outbox.get().changes).toHaveLength(1);
    server.trouble = [];
    await vi.advanceTimersByTimeAsync(longestWait);
    expect(titles()).toEqual(["Milk"]);
    expect(outbox.get().changes).toEqual([]);
  });

  test("each wait is somewhere between nothing and the most", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.25);
    server.trouble = ["lost request"];
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await vi.advanceTimersByTimeAsync(249);
    expect(server.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.sent).toHaveLength(2);
  });

  test.each(["online", "focus", "pageshow"])("%s tries at once", async (event) => {
    server.trouble = ["lost request"];
    vi.spyOn(Math, "random").mockReturnValue(1);
    const { outbox } = open();
    outbox.create({ title: "Milk" });
    await soon();
    dispatchEvent(new Event(event));
    await soon();
    expect(titles()).toEqual(["Milk"]);
  });

  test("a busy server is asked again when it says, whatever wakes the page", async () => {
    server.trouble = [kept(503, 20_000)];
    const { outbox, seen } = open();
    outbox.create({ title: "Milk" });
    await vi.advanceTimersByTimeAsync(10_000);
    dispatchEvent(new Event("online"));
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(9000);
    expect(server.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(titles()).toEqual(["Milk", "Bread"]);
    expect(seen.refused).toEqual([]);
  });

  test.each([500, 501, 507, 520, 526, 530, 408, 421, 425, 403, 404])("%i of something in between", async (status) => {
    server.trouble = Array.from({ length: 60 }, () => kept(status));
    const { outbox, seen } = open();
    for (const title of ["Milk", "Bread", "Eggs"]) outbox.create({ title });
    for (let i = 0; i < 10; i++) {
      dispatchEvent(new Event("online"));
      await soon();
    }
    expect(outbox.get().changes).toHaveLength(3);
    expect(entries()).toHaveLength(3);
    server.trouble = [];
    dispatchEvent(new Event("online"));
    await soon();
    expect(titles()).toEqual(["Milk", "Bread", "Eggs"]);
    expect(seen.refused).toEqual([]);
    expect(entries()).toEqual([]);
  });

  test("what something in between refuses again and again keeps no other task's changes back", async () => {
    const { outbox } = open();
    outbox.create({ title: "<script>" });
    outbox.create({ title: "Bread" });
    server.trouble = [kept(403), kept(403), kept(403)];
    for (let i = 0; i < 3; i++) {
      dispatchEvent(new Event("online"));
      await soon();
    }
    expect(titles()).toEqual([]);
    server.trouble = [kept(403)];
    dispatchEvent(new Event("online"));
    await soon();
    expect(titles()).toEqual(["Bread"]);
    expect(outbox.get()).toMatchObject({ unreachable: true, changes: [{ fields: { title: "<script>" } }] });
  });
});

describe("without a connection", () => {
  test("nothing is sent; with it, everything is, in order", async () => {
    online(false);
    const { outbox } = open();
    server.tasks.set("t1", makeTask());
    outbox.update(makeTask(), { title: "Oat milk" });
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent).toEqual([]);
    online(true);
    await soon();
    expect(titles()).toEqual(["Oat milk", "Bread"]);
  });

  test("what was made and changed is one task with its changes", async () => {
    online(false);
    const { outbox } = open();
    const made = outbox.create({ title: "Bread" });
    const here = makeTask({ id: made.task, title: "Bread" });
    outbox.update(here, { title: "Rye bread" });
    outbox.update(here, { completed: true });
    online(true);
    await soon();
    expect([...server.tasks.values()]).toMatchObject([{ id: made.task, title: "Rye bread", completed: true }]);
  });

  test("a task that was created is changed by its id, before and after the backend has it", async () => {
    const { outbox } = open();
    const made = outbox.create({ title: "Bread" });
    await soon();
    outbox.update(makeTask({ id: made.task }), { title: "Rye bread" });
    await soon();
    expect(server.tasks.get(made.task)?.title).toBe("Rye bread");
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
    expect(titles()).toEqual(["Bread"]);
    expect(entries()).toEqual([]);
  });
});

describe("the session", () => {
  test("is over: nothing is lost, and nothing is sent until its user is back", async () => {
    server.trouble = [{ kind: "signed out" }];
    const { outbox, seen, stop } = open();
    outbox.create({ title: "Bread" });
    await soon();
    expect(server.sent).toHaveLength(1);
    server.user = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.ended).toBeGreaterThan(0);
    expect(server.tasks.size).toBe(0);
    expect(outbox.get().changes).toHaveLength(1);
    stop();
    server.user = "u1";
    open();
    await soon();
    expect(server.tasks.size).toBe(1);
  });

  test("is said to be over, and is not: the changes are sent without anybody's doing", async () => {
    server.trouble = [{ kind: "signed out" }];
    const { outbox } = open();
    outbox.create({ title: "Bread" });
    await vi.advanceTimersByTimeAsync(longestWait);
    expect(titles()).toEqual(["Bread"]);
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
    expect(titles()).toEqual(["Mine"]);
  });
});
