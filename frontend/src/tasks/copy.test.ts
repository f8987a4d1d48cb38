// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { copyKey, rememberUser } from "@/session/session";
import { oldestFetch, type Fetched, type Page } from "@/tasks/cache";
import type { AcknowledgedChange } from "@/tasks/changes";
import { restore } from "@/tasks/copy";
import { makeTask } from "@/tasks/fixtures";
import { keepCopy } from "@/tasks/keep-copy";
import { defaultListing, type Listing } from "@/tasks/listing";
import type { OutboxState } from "@/tasks/outbox-port";
import { overlayFor } from "@/tasks/overlay";

const page = (id: string, fetchedAt: number): Fetched<Page> => {
  return { tasks: [makeTask({ id })], total: 1, completed: 0, next_cursor: null, fetchedAt };
};
const list = (...pages: Fetched<Page>[]) => ({ pages, pageParams: pages.map((_, i) => (i ? `p${i}` : undefined)) });
const open = ["tasks", defaultListing];
const state = (part: Partial<Listing>) => ["tasks", { ...defaultListing, ...part }];
const deleted = (task: string, at: number): AcknowledgedChange => {
  const change = { id: "c1", seq: 1, at: "2026-11-20T08:00:00Z", task, before: makeTask({ id: task }) };
  return { ...change, kind: "delete", acknowledged: { at, task: null } };
};

/** An outbox of which only the confirmed changes matter. */
function outbox() {
  let acknowledged: AcknowledgedChange[] = [];
  let call = () => {};
  return {
    get: () => ({ acknowledged }) as OutboxState,
    subscribe: (listener: () => void) => {
      call = listener;
      return () => undefined;
    },
    confirm: (change: AcknowledgedChange) => {
      acknowledged = [...acknowledged, change];
      call();
    },
  };
}

let stop: (() => void)[] = [];

/** A page of a user's, whose copy is kept. */
function visit(user = "u1") {
  const client = new QueryClient();
  const acknowledged = restore(client, user);
  const box = outbox();
  const stopping = new AbortController();
  keepCopy(client, user, box, stopping.signal);
  stop.push(() => stopping.abort(), () => client.clear());
  return { client, acknowledged, box };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T08:00:00Z") });
  localStorage.clear();
  rememberUser("u1");
});

afterEach(() => {
  stop.forEach((run) => run());
  stop = [];
  vi.useRealTimers();
});

test("the next page has what was fetched, as stale, and has fetched it before anything of its own", () => {
  const first = visit();
  first.client.setQueryData(["overview"], { timezone: "UTC", fetchedAt: 10 });
  first.client.setQueryData(["profile"], { full_name: "Ann" });
  first.client.setQueryData(["sessions"], [{ ip_address: "192.0.2.1" }]);
  first.client.setQueryData(open, list(page("a", 20)));
  vi.advanceTimersByTime(1000);
  const { client } = visit();
  expect(client.getQueryData(open)).toMatchObject({ pages: [{ tasks: [{ id: "a" }] }], pageParams: [null] });
  expect(client.getQueryData(["profile"])).toEqual({ full_name: "Ann" });
  expect(client.getQueryData(["sessions"])).toBeUndefined(); // with addresses, and soon not true
  expect(client.getQueryState(open)?.dataUpdatedAt).toBe(0);
  expect(oldestFetch(client)).toBeLessThan(0);
});

test("a change that was confirmed after the fetch stays on top of it, one from before does not", () => {
  const first = visit();
  first.client.setQueryData(open, list(page("a", 20)));
  first.box.confirm(deleted("a", 30));
  first.client.setQueryData(state({ state: "all" }), list(page("b", 40)));
  vi.advanceTimersByTime(1000);
  const { client, acknowledged } = visit();
  const begin = (key: readonly unknown[]) => client.getQueryData<{ pages: Fetched<Page>[] }>(key)?.pages[0]?.fetchedAt;
  expect(overlayFor(begin(open) ?? 0, acknowledged, [])).toHaveLength(1);
  expect(overlayFor(begin(state({ state: "all" })) ?? 0, acknowledged, [])).toHaveLength(0);
});

test("the first pages of the listings that were fetched last are kept, and no search", () => {
  const { client } = visit();
  for (const tag of ["a", "b", "c", "d"]) {
    client.setQueryData(state({ tag }), list(...[1, 2, 3, 4].map((i) => page(`${tag}${i}`, i))));
    vi.advanceTimersByTime(10);
  }
  client.setQueryData(state({ search: "milk" }), list(page("a", 20)));
  vi.advanceTimersByTime(1000);
  const next = visit().client;
  const kept = next.getQueriesData<{ pages: unknown[] }>({ queryKey: ["tasks"] });
  expect(kept.map(([key, data]) => [(key[1] as Listing).tag, data?.pages.length])).toEqual([
    ["d", 3],
    ["c", 3],
    ["b", 3],
  ]);
});

test("a page that goes writes at once what is new", () => {
  visit().client.setQueryData(open, list(page("a", 20)));
  expect(localStorage.getItem(copyKey)).toBeNull();
  dispatchEvent(new Event("pagehide"));
  expect(localStorage.getItem(copyKey)).not.toBeNull();
  localStorage.removeItem(copyKey);
  dispatchEvent(new Event("pagehide")); // nothing is new
  expect(localStorage.getItem(copyKey)).toBeNull();
});

test.each<[string, () => void]>([
  ["its user has signed out", () => rememberUser(null)],
  ["somebody else has signed in", () => rememberUser("u2")],
])("nothing of it is left once %s, and the page that goes writes nothing", (_, sign) => {
  const { client } = visit();
  client.setQueryData(open, list(page("a", 20)));
  vi.advanceTimersByTime(1000);
  client.setQueryData(open, list(page("b", 20)));
  sign();
  dispatchEvent(new Event("pagehide"));
  vi.advanceTimersByTime(1000);
  expect(localStorage.getItem(copyKey)).toBeNull();
});

test.each<[string, (copy: string) => string]>([
  ["of another user", (copy) => copy.replace('"user":"u1"', '"user":"u2"')],
  ["of another version of the page", (copy) => copy.replace('"version":1', '"version":2')],
  ["cut short", (copy) => copy.slice(0, -5)],
  ["of something else", () => "[]"],
])("a copy %s is not shown", (_, change) => {
  visit().client.setQueryData(open, list(page("a", 20)));
  vi.advanceTimersByTime(1000);
  const copy = localStorage.getItem(copyKey) ?? "";
  localStorage.setItem(copyKey, change(copy));
  expect(localStorage.getItem(copyKey)).not.toBe(copy);
  const { client, acknowledged } = visit();
  expect(client.getQueryData(open)).toBeUndefined();
  expect(acknowledged).toEqual([]);
});

test("a device without room goes on without a copy", () => {
  const { client } = visit();
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  client.setQueryData(open, list(page("a", 20)));
  expect(() => vi.advanceTimersByTime(1000)).not.toThrow();
  full.mockRestore();
});
