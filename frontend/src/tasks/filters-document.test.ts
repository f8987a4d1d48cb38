import { afterEach, describe, expect, test, vi } from "vitest";

import {
  added,
  changeFilters,
  filterNameRule,
  FilterRule,
  filterOf,
  nameOf,
  readFilters,
  removed,
  renamed,
  type Filter,
} from "@/tasks/filters-document";

const a: Filter = { name: "Calls", search: "#calls" };
const b: Filter = { name: "Straße", search: "@street p1" };
const many = Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, search: "x" }));

afterEach(() => vi.unstubAllGlobals());

describe("a change of the filters", () => {
  test.each<[string, Filter[], Filter[]]>([
    ["one is added at the end", added(b)([a]), [a, b]],
    ["one is put back where it was", added(a, 0)([b]), [a, b]],
    ["one that is there is not added twice", added(a)([a, b]), [a, b]],
    ["one is renamed in its place", renamed(a, "Phone")([a, b]), [{ ...a, name: "Phone" }, b]],
    ["the case of its own name may change", renamed(a, "CALLS")([a, b]), [{ ...a, name: "CALLS" }, b]],
    ["one that was deleted elsewhere is added", renamed(a, "Phone")([b]), [b, { ...a, name: "Phone" }]],
    ["one is deleted", removed(a)([a, b]), [b]],
    ["one of another search stays", removed({ ...a, search: "other" })([a, b]), [a, b]],
  ])("%s", (_, got, want) => expect(got).toEqual(want));

  test.each([
    ["a name that is taken", () => added({ name: "STRASSE", search: "x" })([a, b]), "Another filter has this name"],
    ["a new name that is taken", () => renamed(a, "strasse")([a, b]), "Another filter has this name"],
    ["a 51st", () => added(a)(many), "You have 50 filters, the most there can be: delete one first"],
  ])("%s is refused", (_, run, message) => expect(run).toThrow(new FilterRule(message)));
});

test.each([
  ["#calls @home due:week", "Calls home this week"],
  ["roses", "Roses"],
  ["p1 due:overdue", "P1 overdue"],
  ["due:", "Due"],
  ["# ünder", "# ünder"],
  ["x".repeat(100), `X${"x".repeat(59)}`],
])("the name for %s is %s", (search, name) => expect(nameOf(search)).toBe(name));

test.each([
  [" ", "Name is required"],
  ["a\tb", "Name must not contain control characters"],
  ["é".repeat(61), "Name must be 60 characters or less"],
  ["é".repeat(60), undefined],
])("the rule that the name %j breaks", (name, rule) => expect(filterNameRule(name)).toBe(rule));

test("a search is that of a filter but for the space around it", () => {
  expect(filterOf([a, b], " #calls ")).toBe(a);
  expect(filterOf([a, b], "#call")).toBeUndefined();
});

describe("with the backend", () => {
  /** A backend with filters of a version; another device changes them before so many writes. */
  function backend(filters: Filter[], { faster = 0 } = {}) {
    const state = { filters, version: 1, asked: [] as string[] };
    vi.stubGlobal("fetch", async (request: Request) => {
      const tag = `"${state.version}"`;
      state.asked.push(request.method);
      if (request.method === "GET" && request.headers.get("If-None-Match") === tag)
        return new Response(null, { status: 304, headers: { etag: tag } });
      if (request.method === "PUT") {
        if (faster-- > 0) {
          state.filters = [...state.filters, { name: `Other ${faster}`, search: "x" }];
          state.version++;
        }
        if (request.headers.get("If-Match") !== `"${state.version}"`)
          return Response.json({ detail: "The filters have changed since you read them" }, { status: 412 });
        state.filters = (await request.json()).filters;
        state.version++;
      }
      return Response.json({ filters: state.filters }, { headers: { etag: `"${state.version}"` } });
    });
    return state;
  }

  test("the newest are read, once", async () => {
    const state = backend([a]);
    const read = await readFilters(undefined);
    expect(read).toEqual({ filters: [a], etag: '"1"' });
    expect(await readFilters(read)).toBe(read);
    expect(state.asked).toEqual(["GET", "GET"]);
  });

  test("a change is one request; made again where another device was faster, and nothing is lost", async () => {
    const state = backend([a], { faster: 2 });
    const document = await changeFilters({ filters: [a], etag: '"1"' }, added(b));
    expect(document.filters).toEqual([a, { name: "Other 1", search: "x" }, { name: "Other 0", search: "x" }, b]);
    expect(state.asked).toEqual(["PUT", "GET", "PUT", "GET", "PUT"]);
    state.asked = [];
    expect((await changeFilters(document, removed(a))).filters).toEqual(document.filters.slice(1));
    expect(state.asked).toEqual(["PUT"]);
  });

  test("it gives up in the end", async () => {
    backend([a], { faster: 9 });
    await expect(changeFilters(undefined, added(b))).rejects.toThrow("The filters have changed since you read them");
  });
});
