import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { rememberUser } from "@/session/session";
import type { Filter } from "@/tasks/filters-document";
import { withTagRenamed } from "@/tasks/searches";
import { useFilters, useFollow } from "@/tasks/use-filters";

vi.hoisted(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }));
vi.mock("@/session/signed-in", () => ({ useUser: () => ({ id: "u" }) }));

const work: Filter = { name: "Work", search: "#work p1" };
const job = { ...work, search: "#job p1" };

let backend: { filters: Filter[]; version: number; asked: string[]; refuses: number | undefined };
let shown: Filter[] | undefined;
let follow: ReturnType<typeof useFollow>;
let root: Root;

async function answer(request: Request): Promise<Response> {
  const headers = () => ({ etag: `"${backend.version}"` });
  backend.asked.push(request.method);
  const { refuses: status } = backend;
  if (status && request.method === "PUT") return Response.json({ detail: "Refused" }, { status });
  if (request.headers.get("If-None-Match") === headers().etag) return new Response(null, { status: 304 });
  if (request.method === "PUT") {
    backend.filters = (await request.json()).filters;
    backend.version++;
  }
  return Response.json({ filters: backend.filters }, { headers: headers() });
}

function Filters() {
  shown = useFilters();
  follow = useFollow();
  return null;
}

/** Opens a page, which knows what the device has kept. */
async function open() {
  root = createRoot(document.createElement("div"));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = <QueryClientProvider client={client}>{[1, 2].map((n) => <Filters key={n} />)}</QueryClientProvider>;
  await act(async () => root.render(page));
  await pass(1);
}

const pass = (time: number) => act(() => vi.advanceTimersByTimeAsync(time)); // milliseconds
const online = (is: boolean) => act(async () => onlineManager.setOnline(is));
const toJob = () => follow((search) => withTagRenamed(search, "work", "job"));

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  await rememberUser("u");
  history.replaceState(null, "", "/tasks");
  backend = { filters: [work], version: 1, asked: [], refuses: undefined };
  vi.stubGlobal("fetch", answer);
  await open();
});

afterEach(() => {
  act(() => root.unmount());
  onlineManager.setOnline(true);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("filters are read at the start, in sight again and on a connection, and not in between", async () => {
  expect(backend.asked).toEqual(["GET"]);
  expect(shown).toEqual([work]);
  await pass(3_600_000);
  expect(backend.asked).toEqual(["GET"]);
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  await pass(1);
  expect(backend.asked).toEqual(["GET", "GET"]);
  await online(false);
  await online(true);
  await pass(1);
  expect(backend.asked).toEqual(["GET", "GET", "GET"]);
});

test("they follow a tag with the backend, and so does the search that is shown; both come back", async () => {
  history.replaceState(null, "", "/tasks?search=%23work+p1");
  let takeBack: () => void = () => {};
  act(() => (takeBack = toJob()));
  await pass(1);
  expect(shown).toEqual([job]);
  expect(backend.filters).toEqual([job]);
  expect(location.search).toBe("?search=%23job+p1");
  act(takeBack);
  await pass(1);
  expect(shown).toEqual([work]);
  expect(backend.filters).toEqual([work]);
  expect(location.search).toBe("?search=%23work+p1");
});

test("without a connection they do so here, also after a reload, and with the backend once there is one", async () => {
  await online(false);
  act(() => void toJob());
  expect(shown).toEqual([job]);
  act(() => root.unmount());
  await open();
  expect(shown).toEqual([job]);
  backend.filters = [{ name: "Home", search: "home" }, work]; // another device
  backend.version++;
  await online(true);
  await pass(1);
  expect(backend.filters).toEqual([{ name: "Home", search: "home" }, job]);
  expect(shown).toEqual(backend.filters);
  expect(localStorage.getItem("todo.follows.u")).toBeNull();
});

test("what a server that fails was told is told again, and what it refuses is not", async () => {
  backend.refuses = 503;
  act(() => void toJob());
  await pass(1);
  expect(shown).toEqual([job]);
  backend.refuses = undefined;
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  await pass(1);
  expect(backend.filters).toEqual([job]);
  backend.refuses = 422;
  act(() => void follow((search) => `${search} x`));
  await pass(1);
  expect(shown).toEqual([job]);
  expect(localStorage.getItem("todo.follows.u")).toBeNull();
});
