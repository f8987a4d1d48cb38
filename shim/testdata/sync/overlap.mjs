import { randomUUID } from "node:crypto";

import { filter, firstValueFrom } from "rxjs";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";

import { newDocument, openTasks } from "./tasks.mjs";
import { config } from "./wire.mjs";

/*
 * Has a pull bring what a push has just changed, before the push is answered, as on a slow line: a creation, then a
 * change, then a change of a task that another client removes. It prints the copy after each.
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

/**
 * Begins a pull, has a change committed before the pull reads, and then what another client does, and answers the push
 * once the pull has ended.
 */
async function overlap(change, elsewhere = async () => {}) {
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
    await elsewhere();
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
await overlap(
  async () => (await collection.findOne(id).exec()).incrementalPatch({ title: "Butter" }),
  async () => {
    const headers = { authorization: `Bearer ${config.token}` };
    for (const path of [`/api/tasks/${id}`, "/api/trash"]) await send(config.url + path, { method: "DELETE", headers });
  },
);
process.exit();
