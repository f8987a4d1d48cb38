import { applyChange, nextOccurrence, type Change } from "@/tasks/changes";
import { retagged } from "@/tasks/tags";
import type { Task } from "@/tasks/task";

/**
 * Returns the tasks of a copy with the backend's answers on top, and on top of these the user's changes, so that each
 * is seen at once, and disappears by itself when the backend refuses it. A recurring task that is completed is in it
 * twice until its next occurrence is in the copy: completed, and open in place of that.
 */
export function withChanges(
  tasks: ReadonlyMap<string, Task>,
  answers: ReadonlyMap<string, { after: Task | null }>,
  changes: Change[],
  user: string,
  zone: string,
): Task[] {
  const top = new Map<string, Task | null>(); // what answers and changes have made of tasks, by id
  const awaited = new Map<string, Task>(); // what stands for next occurrences, by the ids of the completed tasks
  const put = (id: string, after: Task | null) => {
    const next = nextOccurrence(top.get(id) ?? tasks.get(id), after);
    if (next) awaited.set(id, next);
    else if (after && !after.completed) awaited.delete(id); // opened again, it has none
    top.set(id, after);
  };
  for (const [id, { after }] of answers) put(id, after);
  for (const change of changes) {
    const base = top.get(change.task);
    if (base === null && change.kind !== "restore") continue; // deleted already
    const from = base ?? tasks.get(change.task) ?? null;
    put(change.task, applyChange(change, from, user, zone));
    const next = awaited.get(change.task);
    const retag = change.kind === "update" && change.retag;
    if (next && retag) awaited.set(change.task, { ...next, tags: retagged(next.tags, retag) });
  }
  if (top.size === 0) return [...tasks.values()];
  const subtasks = countSubtasks(tasks, top);
  const all: Task[] = [];
  const add = (task: Task | null) => {
    const parent = task?.parent_id ? (top.get(task.parent_id) ?? tasks.get(task.parent_id)) : undefined;
    if (!task || (task.parent_id !== null && top.get(task.parent_id) === null)) return; // it goes with its parent
    const by = subtasks.get(task.id);
    if (parent && parent.list_id !== task.list_id) all.push({ ...task, list_id: parent.list_id }); // it moves with it
    else if (!by) all.push(task);
    else {
      const { total, completed } = (tasks.get(task.id) ?? task).subtasks; // by is more than the copy says
      all.push({ ...task, subtasks: { total: total + by.total, completed: completed + by.completed } });
    }
  };
  for (const task of tasks.values()) add(top.has(task.id) ? (top.get(task.id) ?? null) : task);
  for (const [id, task] of top) if (!tasks.has(id)) add(task);
  for (const task of awaited.values()) if (!task.parent_id || top.get(task.parent_id) !== null) all.push(task);
  return all;
}

/** Returns by how many subtasks parents have more than the copy says, by the parents' ids. */
function countSubtasks(tasks: ReadonlyMap<string, Task>, top: ReadonlyMap<string, Task | null>) {
  const counts = new Map<string, Task["subtasks"]>();
  const count = (task: Task | null | undefined, by: number) => {
    if (!task?.parent_id) return;
    const { total, completed } = counts.get(task.parent_id) ?? { total: 0, completed: 0 };
    counts.set(task.parent_id, { total: total + by, completed: completed + (task.completed ? by : 0) });
  };
  for (const [id, after] of top) {
    count(tasks.get(id), -1);
    count(after, 1);
  }
  for (const [id, { total, completed }] of counts) if (total === 0 && completed === 0) counts.delete(id);
  return counts;
}
