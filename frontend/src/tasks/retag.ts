import { oneLine } from "@/lib/text";
import { spelled } from "@/tasks/entry";
import { tagsRule } from "@/tasks/rules";
import { hasTag, type Retag } from "@/tasks/tags";
import type { Task } from "@/tasks/task";

/** What becomes of a tag that gets a name. */
export interface Renaming extends Retag {
  to: string;
  /** Says which tasks get the tag, and which have it already; undefined where none has. */
  merges?: string;
}

/**
 * Returns what becomes of a tag as its new name is typed, or the rule that the name breaks. The name of an existing tag
 * is spelled as that, whatever its case.
 */
export function renaming(tasks: Task[], from: string, typed: string): Renaming | string {
  const name = oneLine(oneLine(typed).replace(/^#/, ""));
  if (name === "") return "Name is required";
  if (name.includes(",")) return "A tag is one name, without a comma";
  const rule = tagsRule([name]);
  if (rule) return rule;
  const isSame = hasTag([name], from); // but for its case
  const to = isSame ? name : spelled(name, existing(tasks));
  const already = isSame ? [] : withTag(tasks, to);
  if (already.length === 0) return { from, to };
  const getting = withTag(tasks, from).filter((task) => !hasTag(task.tags, to)).length;
  const have = already.length === 1 ? "1 task has" : `${already.length} tasks have`;
  const gets = getting === 1 ? "1 task gets" : `${getting} tasks get`;
  if (getting === 0) return { from, to, merges: `Each task with #${from} has #${to} already.` };
  return { from, to, merges: `${gets} #${to}, which ${have} already.` };
}

/** Returns the tasks that have a tag, whatever its case. */
export function withTag(tasks: Task[], tag: string): Task[] {
  return tasks.filter((task) => hasTag(task.tags, tag));
}

function existing(tasks: Task[]): { name: string }[] {
  return Array.from(new Set(tasks.flatMap((task) => task.tags)), (name) => ({ name }));
}
