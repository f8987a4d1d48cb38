import { reload, setOnline } from "./browser.mjs"; // before what looks for a browser

import { feed } from "@/sync/feed";
import { Replica } from "@/sync/replica";
import { sendChanges } from "@/tasks/api";
import { isAwaited } from "@/tasks/changes";
import { Outbox } from "@/tasks/outbox";
import { withChanges } from "@/tasks/overlay";
import { use } from "./device.mjs";
import { config, wire } from "./wire.mjs";

const never = new Promise(() => {});

/** Waits a moment that lets answers arrive. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Returns the page's feed, for a device that may stop between an answer and what it would write. */
const stopping = (random) => ({
  ...feed,
  changes: async (...args) => {
    const page = await feed.changes(...args);
    if (random.chance(0.02)) throw new Error("stopped in the middle of a page");
    return page;
  },
});

async function open(random) {
  let replica, outbox, stop;
  let page = 0;
  const removed = []; // deletions that can be undone
  const start = () => {
    const current = ++page;
    const copy = new Replica(config.user, stopping(random)); // in memory: there is no IndexedDB here
    const port = {
      send: async (changes, options) => {
        const verdict = await sendChanges(changes, config.user, options);
        return current === page ? verdict : never; // the page that has asked is closed
      },
      currentUserId: async () => config.user,
      onConfirmed: ({ change, task }, options) =>
        copy.hold({ key: [change.seq, change.id], task: task?.id ?? change.task, after: task }, options),
      onRefused: () => {},
      onSessionEnded: () => {
        throw new Error("the session has ended");
      },
      onMissed: () => {},
      onDrained: () => {},
    };
    replica = copy;
    outbox = new Outbox(config.user, port);
    const stops = [copy.start(), outbox.start()];
    stop = () => stops.forEach((end) => end());
  };
  start();
  const pull = () => replica.pull(AbortSignal.timeout(60_000));
  const read = () => pull().catch((error) => void (error.status < 500 && console.error(error)));
  return {
    /** The tasks as the page shows them: what was read, with the user's changes on top. */
    tasks: async () => {
      const { tasks, answers } = replica.get();
      const shown = withChanges(tasks, answers, outbox.get().changes, config.user, "UTC"); // as the profile says
      return shown.filter((task) => !task.deleted_at && !isAwaited(task));
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
      start();
    },
    copy: async () => {
      for (let isRead = false; !isRead; ) isRead = await pull().then(() => true, () => false);
      return { tasks: [...replica.get().tasks.values()], lists: wire.lists, refused: outbox.get().refused };
    },
  };
}

await use(open);
