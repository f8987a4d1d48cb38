import type { Clock } from "@/lib/dates";
import { oneLine } from "@/lib/text";
import type { Reader } from "@/quick-entry";
import { fieldsOf, type Labels } from "@/tasks/entry";
import { titleRule } from "@/tasks/rules";
import type { TaskFields } from "@/tasks/task";

export const mostLines = 100;

/** Returns the lines of a text that say something, without the marks of a list before them. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/);
  return lines.map((line) => oneLine(line).replace(/^[-*•]\s+(?:\[[ xX]?\]\s+)?/u, "")).filter(Boolean);
}

/** Returns what each line becomes, and a sentence for each that cannot be a task. */
export function readLines(
  lines: readonly string[],
  read: Reader,
  clock: Clock,
  labels: Labels | undefined,
): { tasks: TaskFields[]; faults: string[] } {
  const tasks = lines.slice(0, mostLines).map((line) => fieldsOf(read(line, clock), labels));
  const faults = tasks.flatMap(({ title }, i) => {
    const rule = titleRule(title);
    return rule ? [`Line ${i + 1}: ${rule}`] : [];
  });
  const { length } = lines;
  if (length > mostLines) faults.push(`At most ${mostLines} lines at a time become tasks; these are ${length}.`);
  return { tasks, faults };
}
