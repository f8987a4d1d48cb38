import { truncate } from "@/lib/text";
import { applyChange, reversed, type Change } from "@/tasks/changes";

/** What is undone at once: one change, or those of several tasks that were made together. */
export interface Step {
  changes: Change[];
  /** What it has done, in a sentence of its own: "Renamed #work to #job". */
  name?: string;
  /** Called when it is undone. */
  onUndone?: () => void;
}

const most = 100; // steps

/** The steps that can be undone, the last one on top. */
export class UndoStack {
  private steps: Step[] = [];
  private open: Step | undefined;

  /** Makes all that is noted while it runs one step, and returns that. */
  together(run: () => void): Step {
    const outer = this.open;
    const step = outer ?? { changes: [] };
    this.open = step;
    try {
      run();
    } finally {
      this.open = outer;
    }
    if (!outer && step.changes.length > 0) this.push(step);
    return step;
  }

  /** Notes a change, as a step, or as a part of the one that runs or that an earlier change is of. */
  note(change: Change, earlier?: Change) {
    const step = this.open ?? (earlier && this.stepOf(earlier));
    if (step) step.changes.push(change);
    else this.push({ changes: [change] });
  }

  /** Puts what is left of a change in its place, if anything is. */
  replace(change: Change, left: Change[]) {
    const step = this.stepOf(change);
    if (!step) return;
    step.changes = step.changes.flatMap((c) => (c.id === change.id ? left : [c]));
    if (step.changes.length === 0) this.steps = this.steps.filter((s) => s !== step);
  }

  /** Takes the step of a change off the stack, the last one without a change; undefined where there is none. */
  take(change?: Change): Step | undefined {
    const step = change ? this.stepOf(change) : this.steps.at(-1);
    this.steps = this.steps.filter((s) => s !== step);
    return step;
  }

  private stepOf(change: Change): Step | undefined {
    return this.steps.findLast((s) => s.changes.some((c) => c.id === change.id));
  }

  private push(step: Step) {
    this.steps = [...this.steps, step].slice(-most);
  }
}

type Content<C> = C extends Change ? Omit<C, "id" | "seq" | "at" | "held"> : never;

/** Returns the content of the change that undoes a user's change which has been sent. */
export function undoing(change: Change, user: string): Content<Change> | undefined {
  const { task } = change;
  if (change.kind === "delete") return { kind: "restore", task, before: change.before };
  const before = applyChange(change, null, user, "UTC"); // the ends of its days are the backend's to answer
  if (!before) return undefined;
  if (change.kind === "update") return { kind: "update", task, fields: reversed(change), before };
  return { kind: "delete", task, before };
}

/** Says what has been undone: "Undone: Fix bike light is open again". */
export function undoneSentence({ changes, name }: Step): string {
  const [first] = changes;
  if (!first || name) return name ? `Undone: ${name}` : "Undone";
  const tasks = new Set(changes.map((c) => c.task)).size;
  if (tasks > 1) return `Undone: ${tasks} tasks ${words(changes).replace(/^is /, "are ").replace(/^has /, "have ")}`;
  const title = first.kind === "create" ? first.fields.title : first.before.title;
  return `Undone: ${truncate(title)} ${words(changes)}`;
}

function words(changes: Change[]): string {
  const kinds = new Set(changes.map(wordsOf));
  return kinds.size === 1 ? [...kinds].join() : "is as before";
}

function wordsOf(change: Change): string {
  if (change.kind === "create") return "is removed";
  if (change.kind === "delete") return "is back";
  if (change.kind === "restore") return "is in the trash again";
  if (change.fields.completed !== undefined) return change.fields.completed ? "is open again" : "is done again";
  const groups = Object.keys(change.fields).map((name) => groupOf[name] ?? "");
  const [group] = new Set(groups).size === 1 ? groups : [];
  return group ? `has ${group} of before` : "is as before";
}

const groupOf: Record<string, string> = {
  title: "the title",
  due_on: "the date",
  due_date: "the date",
  start_on: "the start",
  recurrence_rule: "the repetition",
  recurrence_pattern: "the repetition",
  priority: "the priority",
  tags: "the tags",
  list_id: "the list",
  position: "the place",
  parent_id: "the place",
};
