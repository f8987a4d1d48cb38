import { readdirSync, readFileSync } from "node:fs";

import { TZDate } from "@date-fns/tz";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";

// Calendars that the backend exports, and what it says about their tasks: TestExportCalendar writes both. Here the
// parser of Thunderbird and Nextcloud reads them.
const folder = new URL("../functions/testdata/calendars/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".ics") ? [file.slice(0, -4)] : []));

/** The instant of a local time as ical.js has it, in the zone that it names. */
function instantOf(time) {
  const { year, month, day, hour, minute, second } = time;
  if (time.zone === ICAL.Timezone.utcTimezone) return Date.UTC(year, month - 1, day, hour, minute, second);
  return new TZDate(year, month - 1, day, hour, minute, second, time.zone.tzid).getTime();
}

/** When a to-do is due after its first time, as far as wanted: at the same time of the days of its rule. */
function dueDates(todo, wanted) {
  const [start, due] = ["dtstart", "due"].map((name) => todo.getFirstPropertyValue(name));
  const days = new ICAL.RecurExpansion({ component: todo, dtstart: start });
  const dates = [];
  for (let day = days.next(); day && dates.length <= wanted; day = days.next()) {
    dates.push(instantOf(Object.assign(day.clone(), { hour: due.hour, minute: due.minute, second: due.second })));
  }
  return dates;
}

describe.each(names)("the calendar of %s", (name) => {
  const text = readFileSync(new URL(`${name}.ics`, folder), "utf8");
  const tasks = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const todos = new Map(calendar.getAllSubcomponents("vtodo").map((todo) => [todo.getFirstPropertyValue("uid"), todo]));

  test("has lines of 75 bytes that end in CRLF, and characters that are whole", () => {
    const lines = text.split("\r\n");
    expect(lines.pop()).toBe("");
    expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toEqual([]);
    expect(text).not.toContain("\ufffd");
  });

  test("has a VTIMEZONE that is the zone's", () => {
    for (const component of calendar.getAllSubcomponents("vtimezone")) {
      const zone = new ICAL.Timezone(component);
      const differing = [];
      for (let at = Date.UTC(1970, 5, 1, 12); at < Date.UTC(2035, 0); at += 5 * 86_400_000) { // as far as ical.js looks
        const offset = zone.utcOffset(ICAL.Time.fromJSDate(new Date(at), true));
        const local = new TZDate(at, "UTC");
        const wanted = -60 * new TZDate(...partsOf(local), zone.tzid).getTimezoneOffset();
        if (offset !== wanted) differing.push([local.toISOString(), offset, wanted]);
      }
      expect(differing).toEqual([]);
    }
  });

  test.each(tasks)("has the task $uid, $summary", (task) => {
    const todo = todos.get(task.uid);
    const value = (property) => todo.getFirstPropertyValue(property);
    expect(value("summary")).toBe(task.summary);
    expect(value("description")).toBe(task.description);
    const categories = todo.getAllProperties("categories").flatMap((property) => property.getValues());
    expect(categories).toEqual(expect.arrayContaining(task.tags));
    expect(new Set(categories).size).toBe(categories.length);

    const [start, due] = [value("dtstart"), value("due")];
    if (start && due) {
      expect([start.isDate, start.zone.tzid]).toEqual([due.isDate, due.zone.tzid]);
      expect(start.compare(due)).toBe(-1);
    }
    if (value("rrule")) {
      const wanted = [task.due_date, ...task.next].map((date) => Math.floor(Date.parse(date) / 1000) * 1000);
      const [first, ...next] = dueDates(todo, task.next.length);
      const second = task.summary === "Daily at midnight" ? 1000 : 0; // that DTSTART is before it
      expect([first, ...next].map((at) => new Date(at - second).toISOString())).toEqual(
        wanted.map((at) => new Date(at).toISOString()),
      );
      if (task.next.length < 5) expect(dueDates(todo, 5)).toHaveLength(task.next.length + 1);
    } else {
      expect(task.next).toEqual([]);
      if (task.due_on) expect(due.toString()).toBe(task.due_on);
      else if (task.due_date) expect(instantOf(due)).toBe(Math.floor(Date.parse(task.due_date) / 1000) * 1000);
      else expect(due).toBeNull();
    }
  });

  test("has no other tasks", () => expect([...todos.keys()].sort()).toEqual(tasks.map(({ uid }) => uid).sort()));
});

/** What a clock shows. */
function partsOf(date) {
  return [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours()];
}
