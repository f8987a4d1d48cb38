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

test("version 7 begins with the time", () => {
  vi.useFakeTimers({ now: 0x017f22e279b0 }); // RFC 9562, A.6
  expect(uuidv7()).toMatch(/^017f22e2-79b0-7/);
});
