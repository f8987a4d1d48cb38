import { expect, test } from "vitest";

import { inWords } from "@/lib/recurrence-words";

test.each([
  ["DAILY", "every day"],
  ["DAILY;INTERVAL=3", "every 3 days"],
  ["WEEKLY", "every week"],
  ["WEEKLY;BYDAY=MO", "every week on Monday"],
  ["WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"],
  ["WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday"],
  ["WEEKLY;BYDAY=MO,TU,SA;COUNT=1", "every week on Monday, Tuesday and Saturday for 1 time"],
  ["WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU", null],
  ["WEEKLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR", null],
  ["MONTHLY", "every month"],
  ["MONTHLY;BYMONTHDAY=1,15", "every month on the 1st and 15th"],
  ["MONTHLY;BYMONTHDAY=-1", "every month on the last day"],
  ["MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", "every month on the 29th, or else on the last day"],
  ["MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "every month on the 30th, or else on the last day"],
  ["MONTHLY;BYMONTHDAY=28,30;BYSETPOS=-1", null],
  ["MONTHLY;INTERVAL=2;BYDAY=1MO,-1FR;COUNT=5", "every 2 months on the 1st Monday and last Friday for 5 times"],
  ["MONTHLY;BYMONTHDAY=-2,3,11,22", "every month on the 2nd last day, 3rd, 11th and 22nd"],
  ["MONTHLY;BYDAY=FR;BYMONTHDAY=13", null],
  ["MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", null],
  ["YEARLY", "every year"],
  ["YEARLY;BYMONTH=3;BYMONTHDAY=3", "every March on the 3rd"],
  ["YEARLY;INTERVAL=2;BYMONTH=1,7;BYDAY=2SU", "every 2 years in January and July on the 2nd Sunday"],
  ["YEARLY;BYMONTH=5", "every May"],
  ["YEARLY;BYMONTHDAY=1", null],
  ["DAILY;UNTIL=20270101", "every day until January 1, 2027"],
  ["DAILY;UNTIL=20270101T045959Z", "every day until December 31, 2026"],
])("%s", (rule, words) => {
  expect(inWords(`FREQ=${rule}`, "America/New_York", "en-US")).toBe(words);
});
