import type { Clock } from "@/lib/dates";
import { blank, closing, dueOf, opening, runsOf } from "@/tasks/phrases";
import { priorities, type Priority, type TaskFields } from "@/tasks/task";
import { oneLine } from "@/lib/text";

/** A part of what was typed that means more than its words. */
export interface Token {
  kind: "due" | "time" | "priority" | "tag" | "category" | "recurrence";
  /** The words as they were typed. */
  words: string;
}

/** What one line says: the task, and which words were taken for what. */
export interface ParsedEntry {
  fields: TaskFields;
  tokens: Token[];
}

// Letters of every script, with their marks and the joiners that some are written with.
const word = String.raw`[\p{L}\p{M}\p{N}\u200c\u200d_-]`;

/**
 * Reads a line such as "Water the plants tomorrow 9am every week #home @garden !high". A phrase is understood whole or
 * left in the title whole. Words in ignored, which the reader has said to mean nothing more, stay in the title. What
 * there can be only one of is the first that is found.
 */
export function parseQuickEntry(line: string, clock: Clock, ignored: ReadonlySet<string> = new Set()): ParsedEntry {
  const fields: TaskFields = { title: "" };
  const tokens: Token[] = [];
  const tags: string[] = [];
  let rest = line.normalize("NFC").trim().replace(/\s+/gu, " ");

  /** Takes the first place of a pattern out of the line, if what it says can be used. */
  const take = (kind: Token["kind"], pattern: string, accept: (said: string) => boolean) => {
    const places = new RegExp(String.raw`(?<=(?:^|\s)[${opening}]*)${pattern}(?=[${closing}]*(?:\s|$))`, "giu");
    for (const found of rest.matchAll(places)) {
      const words = found[0];
      if (ignored.has(words) || !accept(found[1] ?? "")) continue;
      rest = without(rest, found.index, found.index + words.length);
      tokens.push({ kind, words });
      return true;
    }
    return false;
  };

  const isTag = (tag: string) => /[\p{L}\p{N}]/u.test(tag) && !/^\p{N}+$/u.test(tag); // "issue #3" speaks of a number
  const addTag = (tag: string) => {
    if (isTag(tag) && !tags.includes(tag)) tags.push(tag);
    return isTag(tag);
  };
  while (tags.length < 10 && take("tag", `[#＃](${word}{1,50})`, addTag));
  take("category", `[@＠](${word}(?:[/]?${word}){0,49})`, (category) => {
    if ([...category].length > 50) return false;
    fields.category = category;
    return true;
  });
  take("priority", "[!！]([a-z]+)", (name) => {
    const priority = priorities.find((p): p is Priority => p.startsWith(name.toLowerCase()));
    if (priority) fields.priority = priority;
    return priority !== undefined;
  });

  const runs = runsOf(unsaid(rest, ignored));
  const due = runs.length > 0 ? dueOf(runs, clock) : null;
  if (due) {
    fields.due_date = due;
    for (const { start, end, day, every } of runs) {
      if (every) fields.recurrence_pattern = every;
      tokens.push({ kind: every ? "recurrence" : day ? "due" : "time", words: rest.slice(start, end) });
    }
    for (const { start, end } of runs.reverse()) rest = without(rest, start, end);
  }

  fields.title = oneLine(rest);
  if (tags.length > 0) fields.tags = tags;
  return { fields, tokens };
}

const begins = new RegExp(String.raw`(?:^|\s)[${opening}]*$`, "u");
const ends = new RegExp(String.raw`^[${closing}]*(?:\s|$)`, "u");

/** The line with the words that mean nothing more made unreadable, at their places. */
function unsaid(line: string, ignored: ReadonlySet<string>): string {
  for (const words of ignored) {
    for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
      const end = at + words.length;
      if (begins.test(line.slice(0, at)) && ends.test(line.slice(end))) line = blank(line, at, end);
    }
  }
  return line;
}

const pairs = ["()", "[]", "{}", "（）", "「」", "『』", "【】"];

/** A line without a stretch of it. Brackets around that go with it; other marks go to the words before and after. */
function without(line: string, start: number, end: number): string {
  let open = new RegExp(`[${opening}]*$`, "u").exec(line.slice(0, start))?.[0] ?? "";
  let close = new RegExp(`^[${closing}]*`, "u").exec(line.slice(end))?.[0] ?? "";
  let head = line.slice(0, start - open.length).trimEnd();
  const tail = line.slice(end + close.length).trimStart();
  for (const pair of pairs) {
    if (!open.endsWith(pair.charAt(0)) || !close.includes(pair.charAt(1))) continue;
    open = open.slice(0, -1);
    close = close.replace(pair.charAt(1), "");
  }
  if (open) close = close.replace(/^[,;:]/, ""); // it has nothing before it in its brackets
  if (close || !tail) head = head.replace(/[,;:]$/, "");
  return [head && head + close, open + tail].filter(Boolean).join(" ");
}
