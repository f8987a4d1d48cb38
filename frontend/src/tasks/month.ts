// Days are written as 2026-11-25; a day is calculated with as its noon in UTC.
const dateOf = (day: string) => new Date(`${day}T12:00:00Z`);
const nameOf = (date: Date) => date.toISOString().slice(0, 10);
const lastOf = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0, 12)).getUTCDate();

/** Returns the day that is so many days later. */
export function addDays(day: string, days: number): string {
  const date = dateOf(day);
  date.setUTCDate(date.getUTCDate() + days);
  return nameOf(date);
}

/** Returns the same day some months later, or the last one of a month that is shorter. */
export function addMonths(day: string, months: number): string {
  const date = dateOf(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1, 12));
  first.setUTCDate(Math.min(date.getUTCDate(), lastOf(first.getUTCFullYear(), first.getUTCMonth())));
  return nameOf(first);
}

/** Returns a day's place in its week, from 0; weeks begin with firstDay, 1 for Monday to 7 for Sunday. */
function placeInWeek(day: string, firstDay: number): number {
  return (dateOf(day).getUTCDay() - firstDay + 7) % 7;
}

/** Returns the weeks of a day's month, with the days of its neighbours that complete them. */
export function weeksOf(day: string, firstDay: number): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const start = addDays(first, -placeInWeek(first, firstDay));
  const end = addDays(addMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let week = start; week <= end; week = addDays(week, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(week, i)));
  }
  return weeks;
}

/** Returns the day that a key moves to in a grid of days (ARIA practices, date grid); undefined for any other key. */
export function movedTo(day: string, key: string, shift: boolean, firstDay: number): string | undefined {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -placeInWeek(day, firstDay));
    case "End":
      return addDays(day, 6 - placeInWeek(day, firstDay));
    case "PageUp":
      return addMonths(day, shift ? -12 : -1);
    case "PageDown":
      return addMonths(day, shift ? 12 : 1);
    default:
      return undefined;
  }
}
