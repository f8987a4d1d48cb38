import { createRxDatabase } from "rxdb";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { conflictHandler, replicateTasks } from "replication"; // the code of docs/rxdb.md
import { use } from "./device.mjs";
import { config, wire } from "./wire.mjs";

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

async function open(random) {
  let database, collection, replication;
  const removed = []; // documents
  const storage = getRxStorageMemory();
  const start = async () => {
    database = await createRxDatabase({ name: config.name, storage, multiInstance: false });
    ({ tasks: collection } = await database.addCollections({ tasks: { schema, conflictHandler } }));
    replication = replicateTasks(collection, config.url, config.token);
    replication.retryTime = 20;
    replication.error$.subscribe((error) => {
      const text = JSON.stringify(error.parameters.errors);
      if (/fetch failed|terminated|offline|: 50[0-9] /.test(text)) return;
      console.error(text);
      process.exit(1);
    });
  };
  await start();
  const withDocument = async (task, run) => {
    const doc = await collection.findOne(task.id).exec();
    if (doc) await run(doc);
  };
  return {
    tasks: async () => (await collection.find().exec()).map((doc) => doc.toJSON()),
    create: (task) =>
      collection.insert({ parent_id: null, description: null, completed: false, priority: null, tags: [],
        category: null, start_on: null, due_on: null, due_date: null, recurrence_rule: null, recurrence_from: "due",
        ...task }),
    change: (task, fields) => withDocument(task, (doc) => doc.incrementalPatch(fields)),
    remove: (task) =>
      withDocument(task, async (doc) => {
        removed.push(doc.toJSON());
        await doc.incrementalRemove();
      }),
    restore: async () => {
      const [task] = removed.splice(random.below(removed.length), 1);
      if (task && !(await collection.findOne(task.id).exec())) await collection.insert(task);
    },
    setOnline: (is) => (wire.online = is),
    settle: async () => {
      replication.reSync();
      await replication.awaitInSync();
    },
    begin: () => replication.reSync(),
    restart: async (persisted) => {
      await (persisted ? database.close() : database.remove());
      if (!persisted) removed.length = 0; // inserted now, it would be a creation
      await start();
    },
    copy: async () => {
      for (let quiet = 0; quiet < 2; quiet++) {
        replication.reSync();
        await replication.awaitInSync();
      }
      return { tasks: (await collection.find().exec()).map((doc) => doc.toJSON()), lists: wire.lists, refused: [] };
    },
  };
}

await use(open);
