import { expect, test } from "vitest";

import { timeIn, zoneOf, zones } from "@/account/zone";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  [" europe/berlin ", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["america/new york", "America/New_York"],
  ["utc", "UTC"],
  ["Asia/Kolkata", expect.stringMatching(/^Asia\/(Kolkata|Calcutta)$/)],
  ["Mars/Phobos", undefined],
  ["europe", undefined],
  ["/berlin", undefined],
  ["+02:00", undefined],
  ["", undefined],
  ["  ", undefined],
])("%j means %j", (text, zone) => {
  expect(zoneOf(text)).toEqual(zone);
});

test("UTC is among the zones, once", () => {
  expect(zones().filter((zone) => zone === "UTC")).toHaveLength(1);
});

test("the time is that of the zone", () => {
  const now = Date.UTC(2026, 10, 25, 16, 5);
  expect(timeIn("Asia/Tokyo", now, "en-GB")).toMatch(/Thursday.*01:05/);
  expect(timeIn("America/New_York", now, "en-GB")).toMatch(/Wednesday.*11:05/);
});
