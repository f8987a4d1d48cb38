import type { TaskFields } from "@/tasks/task";

/** What a new user may take to begin with, the last on top: each teaches something of the page. */
export const examples: readonly TaskFields[] = [
  {
    title: "Open me: there is room for notes, dates and tags",
    description: "Press e on the keyboard, or click the title. Everything is saved on this device first.",
  },
  { title: "Type “Call Ann tomorrow 9am #family !high” above, and see what it understands" },
  { title: "Tick me off: click the circle, or press j and then x", priority: "medium" },
];
