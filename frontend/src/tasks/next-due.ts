import { dayAndTime, dayOf, toInstant, type Clock } from "@/lib/dates";
import { nextDates } from "@/lib/recurrence";
import { dueAt, type Due } from "@/tasks/due";
import type { Repetition } from "@/tasks/repetition";

const most = 500; // occurrences that may have passed

/**
 * Returns when something is due next after it is completed now, as the backend is going to have it, n dates at most:
 * none without a due date.
 */
export async function nextDues(what: Due & Repetition, clock: Clock, n: number): Promise<Due[]> {
  const { zone, now } = clock;
  const { due_on, due_date, recurrence_from } = what;
  const day = due_on ?? (due_date ? dayOf(due_date, zone) : "");
  const rule = ruleOf(what, Number(day.slice(-2)));
  if (!rule || !day) return [];
  const from = recurrence_from === "completion" ? dayOf(now, zone) : day;
  const after = Math.max(now, dueAt(what, zone) ?? now);
  const time = !due_on && due_date ? dayAndTime(due_date, zone).time : undefined;
  const start = time ? toInstant(from, time, zone) : `${from}T00:00:00Z`;
  const dates = await nextDates(rule, start ?? "", time ? zone : "UTC", after === now ? most : n);
  const dues = dates.map((at): Due => (time ? { due_date: at } : { due_on: at.slice(0, 10) }));
  return dues.filter((due) => (dueAt(due, zone) ?? 0) > after || recurrence_from === "completion").slice(0, n);
}

/** Returns the rule of a repetition; that of a pattern is the backend's for a day of the month. */
function ruleOf({ recurrence_rule, recurrence_pattern, recurrence_from }: Repetition, date: number): string | null {
  if (recurrence_rule || !recurrence_pattern) return recurrence_rule ?? null;
  const rule = `FREQ=${recurrence_pattern.toUpperCase()}`;
  if (recurrence_pattern !== "monthly" || recurrence_from === "completion" || date <= 28) return rule;
  return rule + (date === 31 ? ";BYMONTHDAY=-1" : `;BYMONTHDAY=${date === 29 ? "28,29" : "28,29,30"};BYSETPOS=-1`);
}
