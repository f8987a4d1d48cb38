import { afterEach, expect, test } from "vitest";

import { accountKey, filtersKey, keepEntry, rememberUser } from "@/session/session";

afterEach(() => localStorage.clear());

test("what is kept of a user goes as they sign out, and no page that is still open keeps it again", async () => {
  await rememberUser("ann");
  keepEntry(accountKey, "ann", "Ann's account");
  keepEntry(filtersKey, "ann", "Ann's filters");
  expect([accountKey, filtersKey].map((entry) => localStorage.getItem(entry))).toEqual([
    "Ann's account",
    "Ann's filters",
  ]);
  for (const next of [null, "bob"]) {
    await rememberUser(next);
    keepEntry(accountKey, "ann", "Ann's account");
    keepEntry(filtersKey, "ann", "Ann's filters");
    expect([accountKey, filtersKey].map((entry) => localStorage.getItem(entry))).toEqual([null, null]);
  }
});
