import { expect, test } from "vitest";

import { said, thursday } from "./cases";
import { readerOf } from "./entry";
import { en } from "./languages/en";

const read = readerOf([en], ["en-GB"]);

// On Thursday 26 November 2026, 12:56 in Berlin.
test.each<[string, string]>([
  ["Stand-up every day at 9am", "Stand-up | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Stand-up every day at 6pm", "Stand-up | 2026-11-26 18:00 | FREQ=DAILY"],
  ["Stand-up at 9am every day", "Stand-up | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Review every week at noon", "Review | 2026-12-03 12:00 | FREQ=WEEKLY"],
  ["Rent every month at 8:00", "Rent | 2026-12-26 08:00 | FREQ=MONTHLY"],
  ["Stand-up every day at 9", "Stand-up | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Meet every week on monday at 9am", "Meet | 2026-11-30 09:00 | FREQ=WEEKLY;BYDAY=MO"],
  ["Meet 9am every monday", "Meet | 2026-11-30 09:00 | FREQ=WEEKLY;BYDAY=MO"],
  ["Lunch every thursday 11am", "Lunch | 2026-12-03 11:00 | FREQ=WEEKLY;BYDAY=TH"],
  ["Lunch every thursday 1pm", "Lunch | 2026-11-26 13:00 | FREQ=WEEKLY;BYDAY=TH"],
  ["Lunch every thursday", "Lunch | 2026-11-26 | FREQ=WEEKLY;BYDAY=TH"],
  ["Bins every other monday", "Bins | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Gym every monday and thursday", "Gym | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Gym every monday, thursday", "Gym | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Gym every mon and thursday", "Gym | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Gym every 2 weeks on monday", "Gym | 2026-11-30 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"],
  ["Gym every month on the 5th", "Gym | 2026-12-05 | FREQ=MONTHLY;BYMONTHDAY=5"],
  ["Gym every monday until march 3", "Gym | 2026-11-30 | FREQ=WEEKLY;BYDAY=MO;UNTIL=20270303"],
  ["Gym every monday morning", "Gym | 2026-11-30 09:00 | FREQ=WEEKLY;BYDAY=MO"],
  ["Gym every monday starting tomorrow", "Gym | 2026-11-30 | FREQ=WEEKLY;BYDAY=MO"],
  ["Stand-up every weekday 9:30", "Stand-up | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Vitamins every weekday, from tomorrow", "Vitamins | 2026-11-27 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Team sync every Monday 10am for 4 weeks", "Team sync | 2026-11-30 10:00 | FREQ=WEEKLY;BYDAY=MO;COUNT=4"],
  ["Rent on the last day of every month", "Rent | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Meeting on the first monday of every month", "Meeting | 2026-12-07 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Meeting every first monday of the month at 10", "Meeting | 2026-12-07 10:00 | FREQ=MONTHLY;BYDAY=1MO"],
  ["Meeting every last friday", "Meeting | 2026-11-27 | FREQ=MONTHLY;BYDAY=-1FR"],
  ["Meeting every 2nd tuesday of the month", "Meeting | 2026-12-08 | FREQ=MONTHLY;BYDAY=2TU"],
  ["Report every last weekday of the month", "Report | 2026-11-30 | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
  ["Bins every 3 weeks on tuesday", "Bins | 2026-12-01 | FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"],
  ["Yoga mondays and thursdays at 6pm", "Yoga | 2026-11-26 18:00 | FREQ=WEEKLY;BYDAY=MO,TH"],
  ["Yoga on mondays", "Yoga | 2026-11-30 | FREQ=WEEKLY;BYDAY=MO"],
  ["Water plants every 3 days", "Water plants | 2026-11-26 | FREQ=DAILY;INTERVAL=3"],
  ["Water plants every other day starting tomorrow", "Water plants | 2026-11-27 | FREQ=DAILY;INTERVAL=2"],
  ["Backup monthly", "Backup | 2026-11-26 | FREQ=MONTHLY"],
  ["Backup monthly on the 15th", "Backup | 2026-12-15 | FREQ=MONTHLY;BYMONTHDAY=15"],
  ["Weekly review every friday 4pm", "Weekly review | 2026-11-27 16:00 | FREQ=WEEKLY;BYDAY=FR"],
  ["Pay tax every year on april 15", "Pay tax | 2027-04-15 | FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15"],
  ["Birthday every 3 march", "Birthday | 2027-03-03 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"],
  ["Birthday every dec 25", "Birthday | 2026-12-25 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"],
  [
    "Standup every weekday at 9:30 until 18 dec",
    "Standup | 2026-11-27 09:30 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261218T225900Z",
  ],
  [
    "Standup every weekday until 2026-12-18",
    "Standup | 2026-11-26 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261218",
  ],
  ["Take pills every day for 10 days", "Take pills | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Take pills daily for 2 weeks", "Take pills | 2026-11-26 | FREQ=DAILY;COUNT=14"],
  ["Take pills every day 10 times", "Take pills | 2026-11-26 | FREQ=DAILY;COUNT=10"],
  ["Gym every mon, wed and fri", "Gym | 2026-11-27 | FREQ=WEEKLY;BYDAY=MO,WE,FR"],
  ["Gym every mon, wed, fri 7am", "Gym | 2026-11-27 07:00 | FREQ=WEEKLY;BYDAY=MO,WE,FR"],
  ["Gym every monday to friday at 7", "Gym | 2026-11-27 07:00 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["Clean every weekend", "Clean | 2026-11-28 | FREQ=WEEKLY;BYDAY=SA"],
  ["Pay rent every month on the last day", "Pay rent | 2026-11-30 | FREQ=MONTHLY;BYMONTHDAY=-1"],
  ["Pay rent every month on the 31st", "Pay rent | 2026-12-31 | FREQ=MONTHLY;BYMONTHDAY=31"],
  ["Pay rent every 31st", "Pay rent | 2026-12-31 | FREQ=MONTHLY;BYMONTHDAY=31"],
  ["Pay rent every 6 months", "Pay rent | 2026-11-26 | FREQ=MONTHLY;INTERVAL=6"],
  ["Do it every day, tomorrow", "Do it | 2026-11-27 | FREQ=DAILY"],
  ["Do it each day at 8am", "Do it | 2026-11-27 08:00 | FREQ=DAILY"],
  ["Do it every day at noon from monday", "Do it | 2026-11-30 12:00 | FREQ=DAILY"],
  ["Every morning meditate", "meditate | 2026-11-27 09:00 | FREQ=DAILY"],
  ["Every monday at 9 standup", "standup | 2026-11-30 09:00 | FREQ=WEEKLY;BYDAY=MO"],
  ["every 2nd of march party", "party | 2027-03-02 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2"],
  ["every monday 9 standup", "9 standup | 2026-11-30 | FREQ=WEEKLY;BYDAY=MO"],
  [
    "Every tuesday and thursday at 6pm gym until 20 dec",
    "gym until 20 dec | 2026-11-26 18:00 | FREQ=WEEKLY;BYDAY=TU,TH",
  ],
  ["Gym Tuesdays, Thursdays", "Gym | 2026-11-26 | FREQ=WEEKLY;BYDAY=TU,TH"],
])("%s", (line, expected) => {
  expect(said(read, line, thursday)).toBe(expected);
});
