import { expect, test } from "vitest";

import { left, said, thursday } from "./cases";
import { loadReader } from "./load";

const read = await loadReader(["en-GB", "de-DE", "fr-FR"]);

// What people type, and expect, on Thursday 26 November 2026, 12:56 in Berlin.
test.each<[string, string]>([
  ["Call dentist tomorrow 5pm", "Call dentist | 2026-11-27 17:00"],
  ["Call dentist tomorrow at 17:00", "Call dentist | 2026-11-27 17:00"],
  ["Stand-up every weekday 9:30", "Stand-up | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Report fri", "Report | 2026-11-27"],
  ["Report next friday", "Report | 2026-12-04"],
  ["Pay invoice in 3 days", "Pay invoice | 2026-11-29"],
  ["Ship it p1", "Ship it"],
  ["Ship it !1", "Ship it"],
  ["Ship it !!", "Ship it"],
  ["Ship it !high", "Ship it"],
  ["Prepare deck #work @home", "Prepare deck"],
  ["Pay rent 31 dec", "Pay rent | 2026-12-31"],
  ["Pay rent Dec 31", "Pay rent | 2026-12-31"],
  ["Meet Bob 5/6", "Meet Bob | 2027-06-05"],
  ["Meet Bob 5.6.", "Meet Bob | 2027-06-05"],
  ["Meet Bob 12/24/2026", "Meet Bob | 2026-12-24"],
  ["Lunch tomorrow noon", "Lunch | 2026-11-27 12:00"],
  ["Movie tonight", "Movie | 2026-11-26 19:00"],
  ["Movie tonight 8pm", "Movie | 2026-11-26 20:00"],
  ["Zahnarzt übermorgen", "Zahnarzt | 2026-11-28"],
  ["Médecin demain à 14h", "Médecin | 2026-11-27 14:00"],
  ["Médecin lundi", "Médecin | 2026-11-30"],
  ["Watch Tomorrow Never Dies", "Watch Never Dies | 2026-11-27"],
  ["call mum at 7", "call mum | 2026-11-27 07:00"],
  ["call mum at 7pm", "call mum | 2026-11-26 19:00"],
  ["Review every 2 weeks", "Review | 2026-11-26 | FREQ=WEEKLY;INTERVAL=2"],
  ["Review every other monday", "Review | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Review every monday and thursday", "Review | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Pay salaries every last day of the month", "Pay salaries | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Rent every 1st", "Rent | 2026-12-01 | FREQ=MONTHLY;BYMONTHDAY=1"],
  ["Birthday every year 3 march", "Birthday | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Submit taxes next month", "Submit taxes | 2026-12-01"],
  ["Submit taxes end of month", "Submit taxes | 2026-11-30"],
  ["Groceries this weekend", "Groceries | 2026-11-28"],
  ["Vitamins daily", "Vitamins | 2026-11-26 | FREQ=DAILY"],
  ["Exercise every morning", "Exercise | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Meeting mon 9", "Meeting | 2026-11-30 09:00"],
  ["Meeting monday 9.30am", "Meeting | 2026-11-30 09:30"],
  ["Call in 2 hours", "Call | 2026-11-26 15:00"],
  ["Call in an hour", "Call | 2026-11-26 14:00"],
  ["Vacation next year", "Vacation | 2027-01-01"],
  ["Read book day after tomorrow", "Read book | 2026-11-28"],
  left("Send 2026-02-31 report"),
  ["Send report 1 Dec 2026 10:00", "Send report | 2026-12-01 10:00"],
  ["Buy milk tom", "Buy milk | 2026-11-27"],
  ["Buy milk today!", "Buy milk! | 2026-11-26"],
  ["Email ann@example.com tomorrow", "Email ann@example.com | 2026-11-27"],
  left("Fix issue #42 in repo"),
  ["Plan (tomorrow)", "Plan | 2026-11-27"],
  ["Plan tomorrow, with Ann", "Plan, with Ann | 2026-11-27"],
  ["Plan by tomorrow", "Plan | 2026-11-27"],
  left('Say "tomorrow" to Bob'),
  left("Do C# homework"),
  left("Check http://x.org/#tag"),
  ["Pay 50€ to Max !low @finance/home", "Pay 50€ to Max"],
  ["Pick up @Bob Smith", "Pick up Smith"],
  ["#Work only", "only"],
  ["Call 10am", "Call | 2026-11-27 10:00"],
  ["Flight LH123 4 Jan 6:45", "Flight LH123 | 2027-01-04 06:45"],
  ["Doctor wed.", "Doctor | 2026-12-02"],
  ["Doctor on the 5th", "Doctor | 2026-12-05"],
  ["Yoga every tue", "Yoga | 2026-12-01 | FREQ=WEEKLY;BYDAY=TU"],
  ["Team sync every Monday 10am for 4 weeks", "Team sync | 2026-11-30 10:00 | FREQ=WEEKLY;BYDAY=MO;COUNT=4"],
  left("Buy milk // from the corner shop"),
  ["Remind me to stretch in 2 days at 3pm", "Remind me to stretch | 2026-11-28 15:00"],
])("%s", (line, expected) => {
  expect(said(read, line, thursday)).toBe(expected);
});

// What is understood otherwise than was wished, on purpose.
test.each<[string, string]>([
  ["Report next fri", "Report | 2026-12-04"], // "Fri" was wished: the same as of "next friday"
  left("Meeting Mon 9am-10am"), // "Mon 9:00, 1 h" was wished: a task has no length, and half of it would be lost
  ["Task with 10:30", "Task with | 2026-11-27 10:30"], // "today" was wished: it has passed, and nothing is born late
])("otherwise: %s", (line, expected) => {
  expect(said(read, line, thursday)).toBe(expected);
});
