import { inWords } from "@/lib/recurrence-words";
import type { Task } from "@/tasks/task";

/** How something repeats: by a rule, or by a pattern, whose rule the backend makes from the day that it is due. */
export interface Repetition {
  recurrence_rule?: string | null;
  recurrence_pattern?: Task["recurrence_pattern"];
  recurrence_from?: Task["recurrence_from"];
}

/** Returns what the API takes of rule and pattern, which is never both. */
export function repetitionOf({ recurrence_rule, recurrence_pattern }: Repetition): Repetition {
  return recurrence_pattern ? { recurrence_pattern } : { recurrence_rule: recurrence_rule ?? null };
}

const patterns = { daily: "every day", weekly: "every week", monthly: "every month" } as const;

/** Words a repetition: "every 2 weeks on Monday"; "" where there is none, null where there are no good words for it. */
export function repetitionWords(repetition: Repetition, zone: string, locale: string): string | null {
  const { recurrence_rule, recurrence_pattern, recurrence_from } = repetition;
  if (!recurrence_rule && !recurrence_pattern) return "";
  const words = recurrence_rule ? inWords(recurrence_rule, zone, locale) : null;
  const said = words ?? (recurrence_pattern ? patterns[recurrence_pattern] : null);
  return said && recurrence_from === "completion" ? `${said}, counted from when it is done` : said;
}
