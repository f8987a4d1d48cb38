import { dateLocale } from "@/lib/locale";
import type { Entry } from "@/quick-entry";
import { repetitionOf, repetitionWords, type Repetition } from "@/tasks/repetition";
import type { TaskFields } from "@/tasks/task";

/** What the editor offers, in its order, and how the API has it. Custom is in words. */
export const repetitions = {
  daily: { label: "Every day", fields: { recurrence_pattern: "daily" } },
  weekdays: { label: "Every weekday", fields: { recurrence_rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" } },
  weekly: { label: "Every week", fields: { recurrence_pattern: "weekly" } },
  monthly: { label: "Every month", fields: { recurrence_pattern: "monthly" } },
  yearly: { label: "Every year", fields: { recurrence_rule: "FREQ=YEARLY" } },
  custom: { label: "In words…", fields: undefined },
} as const;
type Choice = keyof typeof repetitions;
export const repeatChoices = ["", ...(Object.keys(repetitions) as Choice[])] as const;

/** The part of the editor's form that says how a task repeats. */
export interface RepetitionForm {
  repeats: "" | Choice;
  /** The words of a custom repetition. */
  custom: string;
  from: "due" | "completion";
}

/** Reads the words of a custom repetition. */
export type ReadWords = (words: string) => Pick<Entry, "due" | "repetition">;

/** Returns what the form shows of a repetition; one that is not among the choices is in words, or else as a rule. */
export function repetitionForm(fields: Repetition, zone: string): RepetitionForm {
  const { recurrence_rule: rule, recurrence_pattern: pattern, recurrence_from: from = "due" } = fields;
  if (!rule && !pattern) return { repeats: "", custom: "", from };
  const same = (choice: Choice) => {
    const { recurrence_pattern, recurrence_rule }: Repetition = repetitions[choice].fields ?? {};
    return pattern ? recurrence_pattern === pattern : recurrence_rule === rule;
  };
  const repeats = repeatChoices.find((choice) => choice !== "" && same(choice));
  if (repeats) return { repeats, custom: "", from };
  return { repeats: "custom", custom: wordsOf(fields, zone), from };
}

const wordsOf = ({ recurrence_rule: rule }: Repetition, zone: string) =>
  (rule && repetitionWords({ recurrence_rule: rule }, zone, dateLocale())) ?? rule ?? "";

/** Returns the repetition that the form describes; custom words that are untouched stay the rule that they were. */
export function repetitionFields(form: RepetitionForm, fields: TaskFields, zone: string, read: ReadWords): Repetition {
  const { repeats, from, custom } = form;
  if (!repeats) return fields.recurrence_pattern ? { recurrence_pattern: null } : { recurrence_rule: null };
  if (repeats !== "custom") return { ...repetitions[repeats].fields, recurrence_from: from };
  const untouched = fields.recurrence_rule && custom === wordsOf(fields, zone);
  const rule = untouched ? repetitionOf(fields) : { recurrence_rule: ruleOf(custom, read) ?? null };
  return { ...rule, recurrence_from: from };
}

/** Returns the rule that words say; a rule says itself. */
function ruleOf(words: string, read: ReadWords): string | undefined {
  return /^FREQ=/i.test(words) ? words : read(words).repetition?.rule;
}

/** Returns which field of the form is invalid, and why; undefined if none is. */
export function repetitionFault(
  form: RepetitionForm,
  fields: TaskFields,
  zone: string,
  read: ReadWords,
): { field: "custom" | "from"; message: string } | undefined {
  const { recurrence_rule: rule } = repetitionFields(form, fields, zone, read);
  if (form.repeats === "custom" && !rule)
    return { field: "custom", message: "Please say it as in “every 2 weeks on Monday” or “every last Friday”" };
  const plain = !rule || !/;(BY|WKST)/.test(rule);
  if (form.repeats && form.from === "completion" && !plain)
    return { field: "from", message: "Only an interval, such as every 3 days, can be counted from when it is done" };
  return undefined;
}
