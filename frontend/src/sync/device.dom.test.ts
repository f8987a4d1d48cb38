import { IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { copyName, deleteCopy, rememberUser } from "@/session/session";
import { answerOf, Backend, closeTabs, openOffline, openTab, setUp, taskOf, tearDown, titlesOf } from "@/sync/fixtures";

beforeEach(setUp);
afterEach(tearDown);

describe("two tabs", () => {
  test("one hears at once what the other has pulled", async () => {
    const server = new Backend();
    const [first, second] = [openTab(server), openTab(server)];
    await first.pull();
    await second.pull();
    server.put("a", "b", "c");
    await first.pull();
    await vi.waitFor(() => expect(titlesOf(second.replica)).toEqual(["a", "b", "c"]));
    server.asked = [];
    await second.pull();
    expect(server.asked).toEqual(["304"]);
  });

  test("that pull at once have both what the feed says, and the device has it", async () => {
    const server = new Backend("work");
    server.put("a", "b", "c", "d", "e", taskOf("w", { list_id: "work" }));
    const tabs = [openTab(server), openTab(server), openTab(server)];
    await Promise.all(tabs.map((tab) => tab.pull()));
    server.put("f", taskOf("a", { list_id: "work" }));
    server.purge("b");
    await Promise.all(tabs.map((tab) => tab.pull()));
    for (const { replica } of tabs) expect(titlesOf(replica)).toEqual(["a", "c", "d", "e", "f", "w"]);
    expect(titlesOf(await openOffline())).toEqual(["a", "c", "d", "e", "f", "w"]);
  });

  test("one that has heard nothing reads what the other has written", async () => {
    const server = new Backend();
    vi.stubGlobal("BroadcastChannel", undefined);
    const [first, second] = [openTab(server), openTab(server)];
    await second.pull();
    server.put("a", "b", "c");
    await first.pull();
    expect(titlesOf(second.replica)).toEqual([]);
    server.asked = [];
    await second.pull();
    expect(server.asked).toEqual(["304"]);
    expect(titlesOf(second.replica)).toEqual(["a", "b", "c"]);
  });
});

describe("a device that keeps no copy", () => {
  const full = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  test.each<[string, () => void]>([
    ["there is no IndexedDB", () => vi.stubGlobal("indexedDB", undefined)],
    ["it is blocked", () => vi.spyOn(indexedDB, "open").mockImplementation(full)],
    ["it has no room", () => vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(full)],
    ["it has that of a later version of the page", () => void indexedDB.open(copyName("u1"), 99)],
  ])("goes on from memory: %s", async (_, given) => {
    given();
    const server = new Backend();
    server.put("a", "b", "c");
    const { replica, pull } = openTab(server);
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "b", "c"]);
    replica.hold(answerOf("n", taskOf("n")));
    server.put("d");
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "b", "c", "d"]);
  });

  test("a full one keeps what it had, which the next page reads", async () => {
    const server = new Backend();
    server.put("a");
    const { replica, pull } = openTab(server);
    await pull();
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(full);
    server.put("b");
    await pull();
    expect(titlesOf(replica)).toEqual(["a", "b"]);
    vi.restoreAllMocks();
    expect(titlesOf(await openOffline())).toEqual(["a"]);
    const next = openTab(server);
    await next.pull();
    expect(titlesOf(next.replica)).toEqual(["a", "b"]);
  });

  test("a database that cannot be read is deleted, and read anew", async () => {
    const server = new Backend();
    server.put("a");
    await openTab(server).pull();
    closeTabs();
    vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementationOnce(() => {
      throw new DOMException("Internal error", "UnknownError");
    });
    const { replica, pull } = openTab(server);
    await pull();
    expect(titlesOf(replica)).toEqual(["a"]);
    expect(titlesOf(await openOffline())).toEqual(["a"]);
  });
});

describe("a copy belongs to one user", () => {
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);
  const sign = (id: string | null) => rememberUser(id);
  test.each<[string, () => Promise<void>]>([
    ["its user has signed out", () => sign(null)],
    ["somebody else has signed in", () => sign("u2")],
  ])("nothing of it is left once %s, and a tab that is still open writes nothing", async (_, leave) => {
    await rememberUser("u1");
    const server = new Backend();
    server.put("a");
    const { replica, pull } = openTab(server);
    await pull();
    expect(await names()).toEqual([copyName("u1")]);
    await leave();
    expect(await names()).toEqual([]);
    server.put("b");
    replica.hold(answerOf("n", taskOf("n")));
    await pull();
    expect(await names()).toEqual([]);
  });

  test("another user's is never shown, and deleted where a sign-out has left it", async () => {
    const server = new Backend();
    server.put("a");
    await openTab(server).pull();
    closeTabs();
    expect(titlesOf(await openOffline("u2"))).toEqual([]);
    await vi.waitFor(async () => expect(await names()).toEqual([copyName("u2")]));
  });

  test("signing in once more keeps it", async () => {
    await rememberUser("u1");
    const server = new Backend();
    server.put("a");
    await openTab(server).pull();
    await rememberUser("u1");
    expect(await names()).toEqual([copyName("u1")]);
    await deleteCopy("u1");
    expect(await names()).toEqual([]);
  });
});
