import { codePointLength } from "@/lib/text";

import type { Token } from "./tokens";

/** From the least to the most pressing. */
const priorities = ["low", "medium", "high", "critical"] as const;
export type Priority = (typeof priorities)[number];

/** What a word with a mark before it means. */
export type Mark =
  | { kind: "tag"; value: string }
  | { kind: "category"; value: string }
  | { kind: "priority"; value: Priority };

// Letters of every script, with their marks and the joiners that some are written with.
const letters = String.raw`[\p{L}\p{M}\p{N}\u200c\u200d_-]`;
const tag = new RegExp(`^[#＃](${letters}+)$`, "u");
const category = new RegExp(`^[@＠](${letters}+(?:/${letters}+)*)$`, "u");
const most = 50; // code points, of a tag or a category

/** Returns what a word means by its mark: #tag, @category, !high, !1, !!, p1. */
export function markOf({ word }: Pick<Token, "word">): Mark | undefined {
  const name = word.normalize("NFC");
  const [, tagged] = tag.exec(name) ?? [];
  // "Issue #3" speaks of a number.
  if (tagged && codePointLength(tagged) <= most && /[\p{L}\p{N}]/u.test(tagged) && !/^\p{N}+$/u.test(tagged)) {
    return { kind: "tag", value: tagged };
  }
  const [, filed] = category.exec(name) ?? [];
  if (filed && codePointLength(filed) <= most) return { kind: "category", value: filed };
  const value = priorityOf(name.toLowerCase().replace("！", "!"));
  return value && { kind: "priority", value };
}

function priorityOf(word: string): Priority | undefined {
  const [, digit] = /^[!p]([1-4])$/.exec(word) ?? [];
  if (digit) return priorities[4 - Number(digit)];
  if (word === "!!") return "high";
  if (word === "!!!") return "critical";
  const [, start] = /^!([a-z]+)$/.exec(word) ?? [];
  return start ? priorities.find((priority) => priority.startsWith(start)) : undefined;
}
