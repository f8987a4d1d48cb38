import type { Task } from "@/tasks/task";

/** Tests alone: returns a task with some of its fields given. */
export function makeTask(part: Partial<Task> = {}): Task {
  return {
    id: "t1",
    user_id: "u1",
    list_id: "u1",
    parent_id: null,
    position: "a0",
    title: "Buy milk",
    description: null,
    completed: false,
    priority: null,
    tags: [],
    category: null,
    start_on: null,
    due_on: null,
    due_date: null,
    is_recurring: false,
    recurrence_pattern: null,
    recurrence_rule: null,
    recurrence_from: "due",
    subtasks: { total: 0, completed: 0 },
    completed_at: null,
    created_at: "2026-11-20T08:00:00.000Z",
    updated_at: "2026-11-20T08:00:00.000Z",
    deleted_at: null,
    version: 1,
    ...part,
  };
}
