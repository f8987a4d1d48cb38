import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { answerOf, Backend, openOffline, openTab, setUp, taskOf, tearDown, titlesOf } from "@/sync/fixtures";

beforeEach(setUp);
afterEach(tearDown);

describe("a copy follows the feed", () => {
  const done = taskOf("b", { completed: true });
  const moved = (id: string, list_id: string) => taskOf(id, { list_id });
  test.each<[string, (server: Backend) => void, string[], string[]?]>([
    ["nothing has changed", () => {}, ["a", "b", "c", "d"], ["304"]],
    ["a new task", (s) => s.put("e"), ["a", "b", "c", "d", "e"], ["lists", "inbox 3/3"]],
    ["a task is done", (s) => s.put(done), ["a", "b", "c", "d"]],
    ["a task is deleted", (s) => s.put(taskOf("b", { deleted_at: "now" })), ["a", "c", "d"]],
    ["a task is deleted for good", (s) => s.purge("b"), ["a", "c", "d"]],
    ["a task moves to a list that is read later", (s) => s.put(moved("a", "work")), ["a", "b", "c", "d"]],
    ["a task moves to a list that was read before", (s) => s.put(moved("d", "inbox")), ["a", "b", "c", "d"]],
    ["a task moves, and back", (s) => s.put(moved("a", "work"), moved("a", "inbox")), ["a", "b", "c", "d"]],
    ["more than a page", (s) => s.put("e", "f", "g"), ["a", "b", "c", "d", "e", "f", "g"]],
    ["a list is deleted", (s) => s.lists_.delete("work"), ["a", "b", "c"]],
    ["a list is new", (s) => (s.addList("new"), s.put(moved("e", "new"))), ["a", "b", "c", "d", "e"]],
    ["the cursor is too old", (s) => (s.purge("b"), s.put("e"), s.forget("inbox")), ["a", "c", "d", "e"]],
  ])("%s", async (_, change, expected, asked) => {
    const server = new Backend("work");
    server.put("a", "b", "c", moved("d", "work"));
    const { replica, pull } = openTab(server);
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "b", "c", "d"]);
    server.asked = [];
    change(server);
    await pull();
    expect(titlesOf(replica)).toEqual(expected);
    if (asked) expect(server.asked).toEqual(asked);
    const stored = await openOffline();
    expect([...stored.get().tasks.values()]).toEqual(expect.arrayContaining([...replica.get().tasks.values()]));
    expect(titlesOf(stored)).toEqual(expected);
  });

  test("a deleted list that is restored comes back whole", async () => {
    const server = new Backend("work");
    server.put("a", moved("d", "work"));
    const { replica, pull } = openTab(server);
    await pull();
    const work = server.lists_.get("work");
    server.lists_.delete("work");
    await pull();
    expect(titlesOf(replica)).toEqual(["a"]);
    if (work) server.lists_.set("work", work);
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "d"]);
  });

  test("a task that moves while a pull is under way is not missing after it, whichever is read first", async () => {
    const server = new Backend("work");
    server.put("a", moved("d", "work"));
    const { replica, pull } = openTab(server);
    await pull();
    server.put("e", moved("f", "work"));
    server.before = (asked) => {
      if (!asked.startsWith("work")) return;
      server.before = () => {};
      server.put(moved("d", "inbox")); // the inbox was read a moment ago
    };
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "d", "e", "f"]);
  });

  test("what a page brings is shown with the others, the first time as it comes", async () => {
    const server = new Backend();
    server.put("a", "b", "c");
    const { replica, pull } = openTab(server);
    const shown: number[] = [];
    replica.subscribe(() => shown.push(replica.get().tasks.size));
    await pull();
    expect(new Set(shown)).toEqual(new Set([0, 2, 3]));
    expect(replica.get()).toMatchObject({ synced: true, read: "all" });
    shown.length = 0;
    server.put("d", "e", "f");
    server.before = () => expect(shown).toEqual([]);
    await pull();
    expect(shown).toEqual([6]);
  });
});

describe("a pull that is cut", () => {
  test.each([1, 2, 3])("at request %i goes on from there", async (cut) => {
    const server = new Backend();
    server.put("a", "b", "c", "d", "e");
    let requests = 0;
    server.before = () => (requests++ === cut ? Promise.reject(new TypeError("cut")) : undefined);
    const { replica, pull } = openTab(server);
    await expect(pull()).rejects.toThrow("cut");
    expect(replica.get().synced).toBe(false);
    const before = server.asked.at(-1);
    server.asked = [];
    const next = openTab(server); // also after a reload
    await next.pull();
    expect(server.asked[1]).toBe(before);
    expect(titlesOf(next.replica)).toEqual(["a", "b", "c", "d", "e"]);
    expect(next.replica.get().synced).toBe(true);
  });

  test("as a list is read anew drops nothing, until the rest has come", async () => {
    const server = new Backend();
    server.put("a", "b", "c");
    const { replica, pull } = openTab(server);
    await pull();
    server.purge("a");
    server.put("d");
    server.forget("inbox");
    let requests = 0;
    server.before = () => (requests++ === 3 ? Promise.reject(new TypeError("cut")) : undefined);
    await expect(pull()).rejects.toThrow("cut");
    expect(titlesOf(replica)).toEqual(["a", "b", "c"]);
    await pull();
    expect(titlesOf(replica)).toEqual(["b", "c", "d"]);
  });

  test("by a signal leaves the next one to begin anew", async () => {
    const server = new Backend();
    server.put("a");
    const { replica } = openTab(server);
    const controller = new AbortController();
    const first = replica.pull(controller.signal);
    const second = replica.pull(new AbortController().signal);
    controller.abort();
    await expect(first).rejects.toThrow();
    await second;
    expect(titlesOf(replica)).toEqual(["a"]);
  });
});

describe("the backend's answer to a change", () => {
  test("stays on top until a pull that began later has ended, also over a reload", async () => {
    const server = new Backend();
    server.put("a");
    const { replica, pull } = openTab(server);
    await pull();
    let answer = () => {};
    server.before = () => new Promise<void>((resolve) => (answer = resolve));
    const early = pull();
    await vi.waitFor(() => expect(server.asked.at(-1)).toBe("304"));
    replica.hold(answerOf("n", taskOf("n")));
    answer();
    await early;
    expect([...replica.get().answers.keys()]).toEqual(["n"]);
    expect([...(await openOffline()).get().answers.keys()]).toEqual(["n"]);
    server.before = () => {};
    server.put("n");
    await pull();
    expect([...replica.get().answers.keys()]).toEqual([]);
    expect(titlesOf(replica)).toEqual(["a", "n"]);
    await vi.waitFor(async () => expect((await openOffline()).get().answers.size).toBe(0));
  });

  test("is the last one of several of a task", async () => {
    const server = new Backend();
    const { replica, pull } = openTab(server);
    await pull();
    replica.hold(answerOf("n", taskOf("n"), 1));
    replica.hold(answerOf("n", null, 2));
    expect(replica.get().answers.get("n")?.after).toBeNull();
    await vi.waitFor(async () => expect((await openOffline()).get().answers.get("n")?.after).toBeNull());
    await pull();
    await vi.waitFor(async () => expect((await openOffline()).get().answers.size).toBe(0));
  });

  test("never takes a newer state of the feed's away", async () => {
    const server = new Backend();
    const { replica, pull } = openTab(server);
    server.put(taskOf("n", { title: "newer" }));
    await pull();
    replica.hold(answerOf("n", taskOf("n", { title: "older" })));
    await pull();
    expect(titlesOf(replica)).toEqual(["newer"]);
  });
});
