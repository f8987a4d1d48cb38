import { act, createElement, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Listing } from "@/tasks/listing";
import { useListing, type UpdateListing } from "@/tasks/use-listing";

// As Next.js has it: what the page writes to its address is rendered.
const { listeners, params } = vi.hoisted(() => ({
  listeners: new Set<() => void>(),
  params: { search: "", value: new URLSearchParams() },
}));
vi.mock("next/navigation", () => ({
  useSearchParams: () =>
    useSyncExternalStore(
      (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
      () => {
        if (params.search !== location.search)
          Object.assign(params, { search: location.search, value: new URLSearchParams(location.search) });
        return params.value;
      },
    ),
}));

let shown: Listing;
let update: UpdateListing;
let unmount = () => {};
const rendered = () => act(() => listeners.forEach((listener) => listener()));
const type = (search: string) => act(() => update({ search }));
const pause = () => act(() => void vi.advanceTimersByTime(200));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  history.replaceState(null, "", "/tasks?view=today");
  const root = createRoot(document.createElement("div"));
  const Page = () => {
    [shown, update] = useListing();
    return null;
  };
  act(() => root.render(createElement(Page)));
  unmount = () => act(() => root.unmount());
});
afterEach(() => {
  unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is typed is searched at once, and said by the address after a pause", () => {
  const replace = vi.spyOn(history, "replaceState");
  for (const text of ["m", "mi", "mil"]) {
    type(text);
    expect([shown.search, location.search]).toEqual([text, "?view=today"]);
  }
  pause();
  expect(location.search).toBe("?view=today&search=mil");
  expect(replace).toHaveBeenCalledTimes(1);
  type("milk"); // before that is rendered
  rendered();
  expect(shown.search).toBe("milk");
  pause();
  rendered();
  expect([shown.search, location.search]).toEqual(["milk", "?view=today&search=milk"]);
});

test("another choice takes what is typed along", () => {
  type("milk");
  act(() => update({ priority: "high" }));
  rendered();
  expect(location.search).toBe("?view=today&priority=high&search=milk");
  expect(shown).toMatchObject({ search: "milk", priority: "high" });
  act(() => update({ search: "", priority: "" }));
  rendered();
  pause();
  expect([shown.search, location.search]).toEqual(["", "?view=today"]);
});

test("Back from another choice shows what was typed, however soon it was made", async () => {
  type("milk");
  act(() => update({ search: "", priority: "high" }));
  rendered();
  expect([shown.search, location.search]).toEqual(["", "?view=today&priority=high"]);
  const back = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  vi.useRealTimers(); // by which the browser goes back
  history.back();
  await back;
  rendered();
  expect([shown.search, shown.priority, location.search]).toEqual(["milk", "", "?view=today&search=milk"]);
});

test("going elsewhere ends a search", () => {
  type("milk");
  pause();
  rendered();
  type("milky");
  history.pushState(null, "", "/tasks");
  rendered();
  pause();
  expect([shown.search, shown.view, location.search]).toEqual(["", "all", ""]);
});

test("nothing is written once the page has left", () => {
  type("milk");
  unmount();
  pause();
  expect(location.search).toBe("?view=today");
  unmount = () => {};
});
