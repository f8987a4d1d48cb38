import { expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { stretches } from "@/tasks/tinted-input";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const read = englishReader(["en-GB"]);

test.each([
  ["", ""],
  ["Buy milk", "Buy milk"],
  ["Call Ann tomorrow 9am #family !high", "Call Ann [tomorrow 9am] [#family] [!high]"],
  ["#a  Call #b ", "[#a]  Call [#b] "],
  ["every day", "[every day]"],
])("%j is tinted as %j, and stays that text", (line, tinted) => {
  const parts = stretches(line, read(line, clock).understood);
  expect(parts.map(({ words, tinted }) => (tinted ? `[${words}]` : words)).join("")).toBe(tinted);
  expect(parts.map(({ words }) => words).join("")).toBe(line);
});
