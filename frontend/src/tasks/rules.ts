import { codePointLength, manyLines, oneLine } from "@/lib/text";

// The backend's rules of a task, in its own sentences; shared/task/testdata/rules.json holds both sides to them.

const control = /\p{Cc}/u;

/** Returns the rule that a text of one line breaks, if any: it is needed, and has at most so many characters. */
export function requiredRule(text: string, name: string, most: number): string | undefined {
  const line = oneLine(text);
  if (line === "") return `${name} is required`;
  if (control.test(line)) return `${name} must not contain control characters`;
  return codePointLength(line) > most ? `${name} must be ${most} characters or less` : undefined;
}

/** Returns the rule that a title breaks, if any. */
export const titleRule = (title: string) => requiredRule(title, "Title", 200);

/** Returns the rule that a description breaks, if any. */
export function descriptionRule(description: string): string | undefined {
  const lines = manyLines(description);
  if (/[^\P{Cc}\n\t]/u.test(lines)) return "Description must not contain control characters but line breaks and tabs";
  return codePointLength(lines) > 1000 ? "Description must be 1000 characters or less" : undefined;
}

/** Returns the rule that a category breaks, if any; nothing at all is none. */
export function categoryRule(category: string): string | undefined {
  const line = oneLine(category);
  if (control.test(line)) return "Category must not contain control characters";
  return codePointLength(line) > 50 ? "Category must be 1 to 50 characters, or null" : undefined;
}

/** Returns the rule that tags break, if any. */
export function tagsRule(tags: string[]): string | undefined {
  const clean = cleanTags(tags);
  if (clean.some((tag) => control.test(tag))) return "Tags must not contain control characters";
  const fits = (tag: string) => tag !== "" && codePointLength(tag) <= 50;
  if (!clean.every(fits)) return "Each tag must be 1 to 50 characters";
  return clean.length > 10 ? "Maximum 10 tags allowed" : undefined;
}

/** Returns tags as the backend keeps them: each once. */
export function cleanTags(tags: string[]): string[] {
  return [...new Set(tags.map(oneLine))];
}

/** Returns the rule that a due or a start date breaks, if any: the years that the backend takes. */
export function dayRule(day: string, kind: "due" | "start"): string | undefined {
  const accepted = day === "" || /^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(day);
  return accepted ? undefined : `The ${kind} date must be between the years 1900 and 9999`;
}
