// Days are counted from 1 January 1970 on, without a zone.

export const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
export const dayName = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

export const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7;

/** Returns the year, the month (from 1 on) and the day of the month. */
export function partsOf(day: number): { year: number; month: number; date: number } {
  const at = new Date(day * 86_400_000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** Returns a day of a month; a month may be less than 1 or more than 12, and day 0 is the last of the month before. */
export const dayAt = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;

/** Returns the last day of the month that is some months after that of a day. */
export function endOfMonth(day: number, months = 0): number {
  const { year, month } = partsOf(day);
  return dayAt(year, month + months + 1, 0);
}

/** Returns the same day some months later, or the last day of that month where it has fewer. */
export function addMonths(day: number, months: number): number {
  const { year, month, date } = partsOf(day);
  return Math.min(dayAt(year, month + months, date), endOfMonth(day, months));
}

/** Returns the Monday of the week after that of a day. */
export const nextMonday = (day: number) => day + 7 - ((weekdayOf(day) + 6) % 7);

/** Units by their numbers in the tables of words. */
export const units = ["day", "week", "month", "year", "hour", "minute"] as const;

/** Returns the day that is n units (of a day or more) after another. */
export function later(day: number, n: number, unit: number): number {
  if (unit === 0) return day + n;
  return unit === 1 ? day + 7 * n : addMonths(day, unit === 2 ? n : 12 * n);
}
