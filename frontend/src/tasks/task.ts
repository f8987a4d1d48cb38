import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Task = Schemas["Task"];
/** What a new task is given. */
export type TaskFields = Omit<Schemas["TaskCreation"], "id">;
/** What is changed of a task: an absent field stays, null clears. */
export type TaskPatch = Schemas["TaskUpdate"];
export type Priority = NonNullable<Task["priority"]>;

/** From the least to the most pressing. */
export const priorities: readonly Priority[] = ["low", "medium", "high", "critical"];
