import { expect, test } from "vitest";

import { compareTitles, hasWords, searchKey, searchWords } from "@/tasks/search";
import { sharedFixture } from "@/tasks/shared-fixture";

test.each(sharedFixture<{ text: string; tags?: string[]; query: string; found: boolean }[]>("search.json"))(
  "in $text, $query is found: $found",
  ({ text, tags = [], query, found }) => {
    const words = searchWords(query);
    expect(hasWords({ title: text, description: null, tags }, words)).toBe(found);
    expect(hasWords({ title: "x", description: text, tags: [...tags, "y"] }, words)).toBe(found);
    expect(searchKey(searchKey(text))).toBe(searchKey(text));
  },
);

test("titles are in the backend's order", () => {
  const titles = sharedFixture<string[]>("titles.json");
  for (let i = 0; i < titles.length; i++) {
    for (let j = 0; j < titles.length; j++) {
      const [a = "", b = ""] = [titles[i], titles[j]];
      expect(Math.sign(compareTitles(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
    }
  }
});
