import { reload, setOnline } from "./browser.mjs"; // before what looks for a browser

import { sendChange } from "@/tasks/api";
import { applyChange } from "@/tasks/changes";
import { Outbox } from "@/tasks/outbox";
import { overlayFor } from "@/tasks/overlay";
import { use } from "./device.mjs";
import { Reader } from "./reader.mjs";
import { config, wire } from "./wire.mjs";

const never = new Promise(() => {});

/** Waits a moment that lets answers arrive. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

async function open(random) {
  let reader = new Reader(random);
  let outbox, stop;
  let page = 0;
  const removed = []; // deletions that can be undone
  const start = () => {
    const current = ++page;
    const port = {
      send: async (change, options) => {
        const verdict = await sendChange(change, config.user, options);
        return current === page ? verdict : never; // the page that has asked is closed
      },
      currentUserId: async () => config.user,
      oldestFetch: () => reader.fetchedAt,
      onRefused: () => {},
      onSessionEnded: () => {
        throw new Error("the session has ended");
      },
      onMissed: () => {},
      onDrained: () => {},
    };
    outbox = new Outbox(config.user, port);
    stop = outbox.start();
  };
  start();
  const read = () => reader.read().catch((error) => void (/: 4\d\d /.test(error.message) && console.error(error)));
  return {
    /** The tasks as the page shows them: what was read, with the user's changes on top. */
    tasks: async () => {
      const { acknowledged, changes } = outbox.get();
      const shown = new Map(reader.tasks);
      for (const change of overlayFor(reader.fetchedAt, acknowledged, changes)) {
        const base = shown.get(change.task);
        if (change.kind !== "create" && change.kind !== "restore" && (!base || base.deleted_at)) continue;
        const task = applyChange(change, base ?? null, config.user, "UTC"); // as the profile says
        if (task) shown.set(change.task, task);
        else shown.delete(change.task);
      }
      return [...shown.values()].filter((task) => !task.deleted_at);
    },
    create: async ({ id, ...fields }) => void outbox.create(fields, id),
    change: async (task, fields) => void outbox.update(task, fields),
    remove: async (task) => {
      const change = outbox.delete(task);
      removed.push(change);
      if (random.chance(0.2)) outbox.undo(change);
      else outbox.release(change.id);
    },
    restore: async () => {
      const [change] = removed.splice(random.below(removed.length), 1);
      if (change) outbox.undo(change);
    },
    setOnline: (is) => {
      if (is === wire.online) return;
      wire.online = is;
      setOnline(is);
    },
    settle: async () => {
      while (outbox.get().changes.length > 0 && wire.online) {
        setOnline(true); // wakes it where it waits for another try
        await outbox.sendAll().catch(moment);
      }
      await read();
    },
    begin: () => void read(),
    restart: async (persisted) => {
      stop();
      reload(persisted);
      if (!persisted) reader = new Reader(random);
      start();
    },
    copy: async () => {
      for (let fetchedAt = reader.fetchedAt; reader.fetchedAt === fetchedAt; ) await read();
      return { tasks: [...reader.tasks.values()], lists: wire.lists, refused: outbox.get().refused };
    },
  };
}

await use(open);
