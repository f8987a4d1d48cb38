import { describe, expect, test } from "vitest";

import { parseQuickEntry } from "@/tasks/quick";

// Wednesday, 25 November 2026, 15:00 in Paris.
const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };

describe("a line of the quick entry", () => {
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
    ["Call Ann today", { title: "Call Ann", due_date: "2026-11-25T22:59:00.000Z" }],
    ["Call Ann tomorrow", { title: "Call Ann", due_date: "2026-11-26T22:59:00.000Z" }],
    ["Call Ann tomorrow 9am", { title: "Call Ann", due_date: "2026-11-26T08:00:00.000Z" }],
    ["Call Ann tomorrow at 12pm", { title: "Call Ann", due_date: "2026-11-26T11:00:00.000Z" }],
    ["Call Ann tomorrow 14:30 please", { title: "Call Ann please", due_date: "2026-11-26T13:30:00.000Z" }],
    ["Buy tomorrow 3 apples", { title: "Buy 3 apples", due_date: "2026-11-26T22:59:00.000Z" }],
    ["Call friday", { title: "Call", due_date: "2026-11-27T22:59:00.000Z" }],
    ["Call on Wednesday", { title: "Call", due_date: "2026-12-02T22:59:00.000Z" }],
    ["Call next week", { title: "Call", due_date: "2026-11-30T22:59:00.000Z" }],
    ["Call in 3 days", { title: "Call", due_date: "2026-11-28T22:59:00.000Z" }],
    ["Call in 2 weeks", { title: "Call", due_date: "2026-12-09T22:59:00.000Z" }],
    ["Call in 3 months", { title: "Call", due_date: "2027-02-25T22:59:00.000Z" }],
    ["Call 2026-12-31 10:00", { title: "Call", due_date: "2026-12-31T09:00:00.000Z" }],
    ["Call 2026-13-31", { title: "Call 2026-13-31" }],
    ["Stand-up every day", { title: "Stand-up", recurrence_pattern: "daily", due_date: "2026-11-25T22:59:00.000Z" }],
    [
      "Rent every month tomorrow",
      { title: "Rent", recurrence_pattern: "monthly", due_date: "2026-11-26T22:59:00.000Z" },
    ],
    ["Meet every monday 9am", { title: "Meet", recurrence_pattern: "weekly", due_date: "2026-11-30T08:00:00.000Z" }],
    ["Write the weekly report", { title: "Write the weekly report" }],
    ["Todays news", { title: "Todays news" }],
    ["#home", { title: "", tags: ["home"] }],
    [
      "Water the plants tomorrow 9am every week #home @garden !high",
      {
        title: "Water the plants",
        due_date: "2026-11-26T08:00:00.000Z",
        recurrence_pattern: "weekly",
        tags: ["home"],
        category: "garden",
        priority: "high",
      },
    ],
  ])("%s", (line, fields) => {
    expect(parseQuickEntry(line, clock).fields).toEqual(fields);
  });

  test("says which words it took", () => {
    expect(parseQuickEntry("Call tomorrow 9am #home", clock).tokens).toEqual([
      { kind: "tag", words: "#home" },
      { kind: "due", words: "tomorrow 9am" },
    ]);
  });

  test("leaves in the title what is to be ignored", () => {
    expect(parseQuickEntry("Watch Friday tomorrow", clock, new Set(["tomorrow"])).fields).toEqual({
      title: "Watch tomorrow",
      due_date: "2026-11-27T22:59:00.000Z",
    });
  });

  test("an eleventh tag stays in the title", () => {
    const line = Array.from({ length: 11 }, (_, i) => `#t${i}`).join(" ");
    expect(parseQuickEntry(line, clock).fields).toMatchObject({ title: "#t10", tags: { length: 10 } });
  });
});
