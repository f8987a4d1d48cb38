import { expect, test } from "vitest";

import { thursday } from "./cases";
import { readerOf } from "./entry";
import { en } from "./languages/en";

const read = readerOf([en], ["en-GB"]);

test.each([
  ["Buy milk", { title: "Buy milk" }],
  ["  Buy   milk  ", { title: "Buy milk" }],
  ["Buy milk #home #food", { title: "Buy milk", tags: ["home", "food"] }],
  ["#home Buy milk", { title: "Buy milk", tags: ["home"] }],
  ["Buy milk #home #home", { title: "Buy milk", tags: ["home"] }],
  ["Café #été", { title: "Café", tags: ["été"] }],
  ["Café #e\u0301te\u0301", { title: "Café", tags: ["\u00e9t\u00e9"] }], // one form of what looks alike
  ["दूध लाओ #घर", { title: "दूध लाओ", tags: ["घर"] }],
  [
    "चाय #हिन्दी #क्‍ष",
    { title: "चाय", tags: ["हिन्दी", "क्‍ष"] },
  ],
  [
    "ซื้อนม #ที่ทำงาน",
    { title: "ซื้อนม", tags: ["ที่ทำงาน"] },
  ],
  ["买牛奶　＃家", { title: "买牛奶", tags: ["家"] }],
  ["خرید #می‌خواهم", { title: "خرید", tags: ["می‌خواهم"] }],
  ["Plan (#work)", { title: "Plan", tags: ["work"] }],
  ["Plan #work.", { title: "Plan.", tags: ["work"] }],
  ["Plan [#work, @home!]", { title: "Plan!", tags: ["work"], category: "home" }],
  ["Plan #work, then rest", { title: "Plan, then rest", tags: ["work"] }],
  ["Plan: #work", { title: "Plan", tags: ["work"] }],
  ["(#work plan)", { title: "(plan)", tags: ["work"] }],
  ["牛乳を買う #家。", { title: "牛乳を買う。", tags: ["家"] }],
  ["Do C# homework", { title: "Do C# homework" }],
  ["Fix issue #42 in repo", { title: "Fix issue #42 in repo" }],
  ["Fix issue #४२", { title: "Fix issue #४२" }],
  ["Check http://x.org/#tag", { title: "Check http://x.org/#tag" }],
  ["Learn #c++ and #it's", { title: "Learn #c++ and #it's" }],
  ['Say "#work" to Bob', { title: 'Say "#work" to Bob' }],
  ["Draw #- and #_", { title: "Draw #- and #_" }],
  [`Plan #${"a".repeat(51)}`, { title: `Plan #${"a".repeat(51)}` }],
  ["Pay Max !low @finance/home", { title: "Pay Max", priority: "low", category: "finance/home" }],
  ["Look at @/home and @home/", { title: "Look at @/home and @home/" }],
  ["Pick up @Bob Smith", { title: "Pick up Smith", category: "Bob" }],
  ["Ship it (!high)", { title: "Ship it", priority: "high" }],
  ["Close issue #3", { title: "Close issue #3" }],
  ["Write to a@b.example", { title: "Write to a@b.example" }],
  ["Plan @work", { title: "Plan", category: "work" }],
  ["Plan !high", { title: "Plan", priority: "high" }],
  ["Plan !c", { title: "Plan", priority: "critical" }],
  ["Plan !now", { title: "Plan !now" }],
  ["Wow! Great", { title: "Wow! Great" }],
  ["Plan #Work #work #WORK", { title: "Plan", tags: ["Work"] }],
  ["Ship it !1", { title: "Ship it", priority: "critical" }],
  ["Ship it !2", { title: "Ship it", priority: "high" }],
  ["Ship it !3", { title: "Ship it", priority: "medium" }],
  ["Ship it !4", { title: "Ship it", priority: "low" }],
  ["Ship it !5", { title: "Ship it !5" }],
  ["Ship it !!", { title: "Ship it", priority: "high" }],
  ["Ship it !!!", { title: "Ship it", priority: "critical" }],
  ["Ship it！", { title: "Ship it！" }],
  ["Ship it ！high", { title: "Ship it", priority: "high" }],
  ["Ship it !", { title: "Ship it !" }],
  ["Ship it!!", { title: "Ship it!!" }],
  ["Ship it p1", { title: "Ship it", priority: "critical" }],
  ["Ship it P2", { title: "Ship it", priority: "high" }],
  ["p3 Ship it", { title: "Ship it", priority: "medium" }],
  ["Ship it (p4)", { title: "Ship it", priority: "low" }],
  ["Ship it p5 and p10", { title: "Ship it p5 and p10" }],
  ["Ship it p1 p2", { title: "Ship it p2", priority: "critical" }],
  ["Ship @a @b", { title: "Ship @b", category: "a" }],
  ["#home", { title: "", tags: ["home"] }],
])("%s", (line, { tags = [], ...rest }: { title: string; tags?: string[]; category?: string; priority?: string }) => {
  const { understood, ...entry } = read(line, thursday);
  expect(entry).toEqual({ ...rest, tags });
  expect(understood.every(({ start, end, words }) => line.slice(start, end) === words)).toBe(true);
});

test("an eleventh tag stays in the title", () => {
  const line = Array.from({ length: 11 }, (_, i) => `#t${i}`).join(" ");
  expect(read(line, thursday)).toMatchObject({ title: "#t10", tags: { length: 10 } });
});
