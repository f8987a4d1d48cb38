import { randomUUID } from "node:crypto";

import { filter, firstValueFrom } from "rxjs";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { newDocument, openTasks } from "./tasks.mjs";
import { config } from "./wire.mjs";

/*
 * Has a pull bring what a push has just changed, before the push is answered, as on a slow line: a creation, then a
 * change. It prints the copy after each.
 */

const send = globalThis.fetch;
let beforeLists = async () => {};
let beforeBatchAnswer = async () => {};

globalThis.fetch = async (url, init) => {
  if (url.endsWith("/api/lists")) await beforeLists();
  const response = await send(url, init);
  if (url.endsWith("/api/batch")) await beforeBatchAnswer();
  return response;
};

const { collection, replication } = await openTasks(getRxStorageMemory());
await replication.awaitInSync();

/** Begins a pull, has a change committed before the pull reads, and answers the push once the pull has ended. */
async function overlap(change) {
  const { active } = replication.internalReplicationState.events;
  const committed = new Promise((commit) => {
    beforeBatchAnswer = () => {
      beforeBatchAnswer = async () => {};
      commit();
      return firstValueFrom(active.down.pipe(filter((isActive) => !isActive)));
    };
  });
  beforeLists = async () => {
    beforeLists = async () => {};
    await change();
    await committed;
  };
  replication.reSync();
  await committed;
  await replication.awaitInSync();
  replication.reSync();
  await replication.awaitInSync();
  console.log(JSON.stringify(await collection.findOne(id).exec()));
}

const id = randomUUID();
await overlap(() => collection.insert(newDocument({ id, title: "Milk", list_id: config.user })));
await overlap(async () => (await collection.findOne(id).exec()).incrementalPatch({ title: "Bread" }));
process.exit();
