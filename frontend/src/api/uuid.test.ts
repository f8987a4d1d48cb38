import { afterEach, expect, test, vi } from "vitest";

import { uuid, uuidv7 } from "@/api/uuid";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test.each([
  [4, uuid],
  [7, uuidv7],
])("a UUID of version %i, without crypto.randomUUID", (version, make) => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = Array.from({ length: 100 }, make);
  const form = new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
  for (const id of ids) expect(id).toMatch(form);
  expect(new Set(ids).size).toBe(100);
});

test("version 7 begins with the time", async () => {
  vi.useFakeTimers({ now: 0x017f22e279b0 }); // RFC 9562, A.6
  vi.resetModules();
  const { uuidv7 } = await import("@/api/uuid");
  expect(uuidv7()).toMatch(/^017f22e2-79b0-7/);
});

test("version 7 rises, within a millisecond and where the clock is put back", async () => {
  vi.useFakeTimers({ now: 0x017f22e279b0 });
  vi.resetModules();
  const { uuidv7 } = await import("@/api/uuid");
  const ids = Array.from({ length: 10_000 }, (_, i) => {
    if (i === 5000) vi.setSystemTime(0x017f22e27000);
    return uuidv7();
  });
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(10_000);
});
