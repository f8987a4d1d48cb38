import { expect, test } from "vitest";

import { markOf } from "@/quick-entry/marks";
import { makeTask } from "@/tasks/fixtures";
import { defaultListing, matches, searched } from "@/tasks/listing";
import { compareTitles, hasWords, searchKey, searchOf, searchWords } from "@/tasks/search";
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

// Wednesday, 25 November 2026, 15:00 in Paris.
const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const lists = [
  { id: "u1", name: "Inbox" },
  { id: "l1", name: "Home & Gärten" },
];
const roses = { title: "Water the roses", description: "Before the Sun is high", tags: ["Garten", "summer-2026"] };
const onDay = (due_on: string) => ({ due_on, due_date: `${due_on}T22:59:59.999Z` });

test.each<[query: string, Parameters<typeof makeTask>[0], found: boolean]>([
  ["roses water", roses, true], // in any order
  ["ROSES sun", roses, true], // also in the description
  ["rösés", roses, true],
  ["roses tulips", roses, false],
  ["summer", roses, true], // a tag is a text, too
  ["roses", { ...roses, completed: true }, true],

  ["#garten", roses, true],
  ["#GÄRTEN roses", roses, true],
  ["#gart", roses, true], // as one types
  ["#arten", roses, false],
  ["#roses", roses, false], // it is but in the title
  ["#garten #summer-2026", roses, true],
  ["#garten #winter", roses, false],
  ["＃garten", roses, true],
  ["#1", { title: "Issue #1" }, true], // as in a line, that is a number

  ["@home", { list_id: "l1" }, true],
  ["@home&gärten", { list_id: "l1" }, true],
  ["@inbox", {}, true],
  ["@inbox", { list_id: "l1" }, false],
  ["@phone", { category: "Phone calls" }, true],
  ["@phone-calls", { category: "Phone calls" }, true], // a line has no spaces in a name
  ["@phone", { title: "@phone" }, false],
  ["@work/calls", { category: "Work/Calls" }, true],
  ["ann@home", { title: "Write to ann@home.org", list_id: "u1" }, true],

  ["p1", { priority: "critical" }, true],
  ["p1", { priority: "high" }, false],
  ["P2", { priority: "high" }, true],
  ["p4", { priority: "low" }, true],
  ["!high", { priority: "high" }, true],
  ["!!", { priority: "high" }, true],
  ["p1", { title: "p1" }, false],
  ["p5", { title: "The p5 of it" }, true],
  ["p1 p2", { priority: "high" }, false],

  ["due:today", onDay("2026-11-25"), true],
  ["due:today", onDay("2026-11-26"), false],
  ["due:today", { due_date: "2026-11-25T13:59:00Z" }, false], // that is overdue
  ["due:week", onDay("2026-12-01"), true],
  ["due:week", onDay("2026-12-02"), false],
  ["due:overdue", onDay("2026-11-24"), true],
  ["due:overdue", { ...onDay("2026-11-24"), completed: true }, false], // what is done is not due
  ["DUE:over", onDay("2026-11-24"), true], // as one types
  ["due:", onDay("2027-11-24"), true],
  ["due:", {}, false],
  ["due:never", { title: "due:never" }, true],

  ["milk #home @inbox p2 due:week", { tags: ["home"], priority: "high", ...onDay("2026-11-27") }, true],
  ["milk #home @inbox p3 due:week", { tags: ["home"], priority: "high", ...onDay("2026-11-27") }, false],
])("%s of %o is found: %s", (search, task, found) => {
  expect(matches(makeTask(task), searched({ ...defaultListing, search }), clock, lists)).toBe(found);
});

const marked = "#home #2026-goals #日本 #3 # @home @work/calls @ p1 p4 p5 pp !1 !2 !! !!! ! !h !high !crit !x milk";
test.each(marked.split(" "))("%s means what it does in a line for a new task", (word) => {
  const { tags, places, priorities } = searchOf(word);
  const mark = markOf({ word });
  expect([tags.length, places.length, priorities[0]]).toEqual([
    Number(mark?.kind === "tag"),
    Number(mark?.kind === "category"),
    mark?.kind === "priority" ? mark.value : undefined,
  ]);
});
