/** What a key of the task page does. */
export type TaskAction =
  | "newTask"
  | "search"
  | "next"
  | "previous"
  | "complete"
  | "edit"
  | "delete"
  | "setPriority"
  | "date"
  | "list"
  | "tag"
  | "select"
  | "selectNext"
  | "selectPrevious"
  | "clearSelection"
  | "palette"
  | "moveUp"
  | "moveDown"
  | "undo"
  | "allToToday"
  | "goToday"
  | "goUpcoming"
  | "goInbox"
  | "goDone"
  | "goAll"
  | "help";

interface TaskKey {
  /** The keys as the help shows them. */
  shown: string;
  does: string;
  /** The names of the keys, as keyName makes them; none where the control that has the focus hears it itself. */
  keys: readonly string[];
  action?: TaskAction;
}

/** The keys of the task page: the help lists them, and the page binds them. */
export const taskKeys: readonly TaskKey[] = [
  { shown: "n", does: "New task", keys: ["n"], action: "newTask" },
  { shown: "/", does: "Search", keys: ["/"], action: "search" },
  { shown: "j  or  ↓", does: "Next task", keys: ["j", "ArrowDown"], action: "next" },
  { shown: "k  or  ↑", does: "Previous task", keys: ["k", "ArrowUp"], action: "previous" },
  { shown: "x", does: "Done, or not", keys: ["x"], action: "complete" },
  { shown: "e  or  Enter", does: "Edit", keys: ["e"], action: "edit" },
  { shown: "t", does: "Date", keys: ["t"], action: "date" },
  { shown: "l", does: "List", keys: ["l"], action: "list" },
  { shown: "#", does: "Tag", keys: ["#"], action: "tag" },
  { shown: "Delete", does: "Delete", keys: ["Delete"], action: "delete" },
  {
    shown: "1  2  3  4",
    does: "Priority low, medium, high, critical",
    keys: ["1", "2", "3", "4"],
    action: "setPriority",
  },
  { shown: "0", does: "No priority", keys: ["0"], action: "setPriority" },
  { shown: "X", does: "Select, or not", keys: ["X"], action: "select" },
  { shown: "Shift  ↓", does: "Select up to the next task", keys: ["Shift+ArrowDown"], action: "selectNext" },
  { shown: "Shift  ↑", does: "Select up to the task before", keys: ["Shift+ArrowUp"], action: "selectPrevious" },
  { shown: "Alt  ↑", does: "Move up, in the order by hand", keys: ["Alt+ArrowUp"], action: "moveUp" },
  { shown: "Alt  ↓", does: "Move down, in the order by hand", keys: ["Alt+ArrowDown"], action: "moveDown" },
  { shown: "u  or  Ctrl z", does: "Undo", keys: ["u", "Mod+z"], action: "undo" },
  { shown: "T", does: "In Today: all that is overdue to today", keys: ["T"], action: "allToToday" },
  { shown: "g  t", does: "Go to Today", keys: ["g t"], action: "goToday" },
  { shown: "g  u", does: "Go to Upcoming", keys: ["g u"], action: "goUpcoming" },
  { shown: "g  i", does: "Go to the inbox", keys: ["g i"], action: "goInbox" },
  { shown: "g  d", does: "Go to Done", keys: ["g d"], action: "goDone" },
  { shown: "g  a", does: "Go to all tasks", keys: ["g a"], action: "goAll" },
  { shown: "Ctrl k", does: "Every command, list, tag, filter and task", keys: ["Mod+k"], action: "palette" },
  { shown: "Escape", does: "Leave a field, end the selection", keys: ["Escape"], action: "clearSelection" },
  { shown: "?", does: "These keys", keys: ["?"], action: "help" },
];

/** Returns what each key runs. */
export function bind(run: Record<TaskAction, (key: string) => void>): Record<string, () => void> {
  const bindings = taskKeys.flatMap(({ keys, action }) =>
    action ? keys.map((key) => [key, () => run[action](key)] as const) : [],
  );
  return Object.fromEntries(bindings);
}
