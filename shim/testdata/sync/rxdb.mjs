import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { use } from "./device.mjs";
import { newDocument, openTasks } from "./tasks.mjs";
import { wire } from "./wire.mjs";

async function open(random) {
  let database, collection, replication;
  const removed = []; // documents
  const storage = getRxStorageMemory();
  const start = async () => ({ database, collection, replication } = await openTasks(storage));
  await start();
  const withDocument = async (task, run) => {
    const doc = await collection.findOne(task.id).exec();
    if (doc) await run(doc);
  };
  return {
    tasks: async () => (await collection.find().exec()).map((doc) => doc.toJSON()),
    create: (task) => collection.insert(newDocument(task)),
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
