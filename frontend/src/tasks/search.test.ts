import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { compareTitles, searchKey } from "@/tasks/search";

/** What the backend's tests read too. */
function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../shared/task/testdata/${name}`, import.meta.url), "utf8")) as T;
}

test.each(fixture<{ text: string; query: string; found: boolean }[]>("search.json"))(
  "in $text, $query is found: $found",
  ({ text, query, found }) => {
    expect(searchKey(text).includes(searchKey(query))).toBe(found);
    expect(searchKey(searchKey(text))).toBe(searchKey(text));
  },
);

test("titles are in the backend's order", () => {
  const titles = fixture<string[]>("titles.json");
  for (let i = 0; i < titles.length; i++) {
    for (let j = 0; j < titles.length; j++) {
      const [a = "", b = ""] = [titles[i], titles[j]];
      expect(Math.sign(compareTitles(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
    }
  }
});
