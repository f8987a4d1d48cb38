import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { parseZone, zones } from "@/account/zone";
import { nameToday, renamedZones } from "@/lib/locale";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  [" europe/berlin ", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["america/new york", "America/New_York"],
  ["utc", "UTC"],
  ["São Paulo", "America/Sao_Paulo"],
  ["us/pacific", "America/Los_Angeles"],
  ["Mars/Phobos", undefined],
  ["europe", undefined],
  ["/berlin", undefined],
  ["+02:00", undefined],
  ["", undefined],
  ["  ", undefined],
])("%j means %j", (text, zone) => {
  expect(parseZone(text)).toEqual(zone);
});

// Browsers list zones by the names of today, or by the first that they had.
const today = Intl.supportedValuesOf("timeZone").map(nameToday);
const old = today.map((zone) => renamedZones.find(([, name]) => name === zone)?.[0] ?? zone);

describe.each([
  ["today's names", today],
  ["the old names", old],
])("in a browser that lists %s", (_, listed) => {
  beforeEach(() => void vi.spyOn(Intl, "supportedValuesOf").mockReturnValue([...listed]));
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["Kolkata", "Asia/Kolkata"],
    ["calcutta", "Asia/Kolkata"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Kyiv", "Europe/Kyiv"],
    ["Kiev", "Europe/Kyiv"],
    ["Kathmandu", "Asia/Kathmandu"],
    ["Yangon", "Asia/Yangon"],
    ["Rangoon", "Asia/Yangon"],
    ["Ho Chi Minh", "Asia/Ho_Chi_Minh"],
    ["Saigon", "Asia/Ho_Chi_Minh"],
    ["Nuuk", "America/Nuuk"],
    ["Buenos Aires", "America/Argentina/Buenos_Aires"],
    ["Indianapolis", "America/Indiana/Indianapolis"],
  ])("%s means %s", (text, zone) => {
    expect(parseZone(text)).toBe(zone);
    expect(zones()).toContain(zone);
  });
});

test("UTC is among the zones, once", () => {
  expect(zones().filter((zone) => zone === "UTC")).toHaveLength(1);
});
