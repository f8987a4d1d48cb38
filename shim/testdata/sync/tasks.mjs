import { createRxDatabase } from "rxdb";

import { conflictHandler, replicateTasks } from "replication"; // the code of docs/rxdb.md
import { config } from "./wire.mjs";

const texts = ["list_id", "parent_id", "position", "title", "description", "priority", "category", "start_on", "due_on",
  "due_date", "recurrence_rule", "recurrence_pattern", "recurrence_from", "user_id", "completed_at", "created_at",
  "updated_at", "deleted_at"];
const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 36 },
    ...Object.fromEntries(texts.map((name) => [name, { type: ["string", "null"] }])),
    completed: { type: "boolean" },
    is_recurring: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    subtasks: { type: "object", properties: { total: { type: "integer" }, completed: { type: "integer" } } },
    version: { type: "integer" },
  },
  required: ["id", "title", "list_id"],
};

/** Opens a database with a collection of tasks, and keeps that the same as the backend's. */
export async function openTasks(storage) {
  const database = await createRxDatabase({ name: config.name, storage, multiInstance: false });
  const { tasks: collection } = await database.addCollections({ tasks: { schema, conflictHandler } });
  const replication = replicateTasks(collection, config.url, config.token);
  replication.retryTime = 20;
  replication.error$.subscribe((error) => {
    const text = JSON.stringify(error.parameters.errors);
    if (/fetch failed|terminated|offline|: 50[0-9] /.test(text)) return;
    console.error(text);
    process.exit(1);
  });
  return { database, collection, replication };
}

/** Returns a document with the fields that are given, as an application inserts it. */
export const newDocument = (task) => ({
  parent_id: null, description: null, completed: false, priority: null, tags: [], category: null, start_on: null,
  due_on: null, due_date: null, recurrence_rule: null, recurrence_from: "due", ...task,
});
