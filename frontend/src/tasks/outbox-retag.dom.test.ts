import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import type { Outbox } from "@/tasks/outbox";
import { online, open, server, setUp, soon, tearDown } from "@/tasks/outbox-harness";
import { withTag } from "@/tasks/retag";
import { retagged } from "@/tasks/tags";

beforeEach(setUp);
afterEach(tearDown);

const retag = { from: "work", to: "job" };
/** Renames #work to #job on what the device has. */
function rename(outbox: Outbox, tasks = [...server.tasks.values()]) {
  return outbox.together(() =>
    withTag(tasks, "work").forEach((task) => outbox.update(task, { tags: retagged(task.tags, retag) }, { retag })),
  );
}
const seed = (...tags: string[][]) => {
  for (const [i, of] of tags.entries()) server.tasks.set(`t${i}`, makeTask({ id: `t${i}`, tags: of }));
};
/** Another device changes a task. */
function elsewhere(id: string, part: object) {
  const task = server.tasks.get(id) ?? makeTask({ id });
  server.tasks.set(id, { ...task, ...part, version: task.version + 1 });
}
const tags = () => [...server.tasks.values()].map((task) => task.tags.join(" "));

describe("a tag that is renamed", () => {
  test("is one request for a hundred tasks, and undone in as many", async () => {
    seed(...Array.from({ length: 150 }, () => ["work", "a"]), ["b"]);
    const { outbox } = open();
    rename(outbox);
    await soon();
    expect(new Set(tags())).toEqual(new Set(["job a", "b"]));
    expect(server.requests).toEqual([100, 50]);
    outbox.undo();
    await soon();
    expect(new Set(tags())).toEqual(new Set(["work a", "b"]));
    expect(server.requests).toEqual([100, 50, 100, 50]);
    expect(outbox.undo()).toBeUndefined();
  });

  test("is so on tasks that another device has changed meanwhile, whose change stays", async () => {
    seed(["work"], ["work"], ["work"], ["work"]);
    online(false);
    const { outbox, seen } = open();
    rename(outbox);
    elsewhere("t0", { title: "Oat milk" });
    elsewhere("t1", { tags: ["a", "Work", "b"] });
    elsewhere("t2", { tags: ["a"] }); // taken away: there is nothing to rename
    online(true);
    await soon();
    await soon();
    expect(tags()).toEqual(["job", "a job b", "a", "job"]);
    expect(server.tasks.get("t0")?.title).toBe("Oat milk");
    expect([seen.refused, outbox.get().changes]).toEqual([[], []]);
    outbox.undo();
    await soon();
    expect(tags()).toEqual(["work", "a Work b", "a", "work"]);
  });

  test("waits over a reload, and goes on where it was", async () => {
    seed(["work"], ["work", "job"]);
    online(false);
    const { outbox, stop } = open();
    rename(outbox);
    stop();
    elsewhere("t0", { tags: ["work", "a"] });
    const { changes } = open().outbox.get();
    expect(changes).toMatchObject([{ retag }, { retag }]);
    online(true);
    await soon();
    await soon();
    expect(tags()).toEqual(["job a", "job"]);
  });

  test("is as if it had never been where it is undone before it was sent", async () => {
    seed(["work"], ["work", "job"]);
    online(false);
    const { outbox } = open();
    rename(outbox);
    outbox.undo();
    online(true);
    await soon();
    expect(tags()).toEqual(["work", "work job"]);
    expect(server.requests).toEqual([]);
  });

  test("comes after what was done before, and before what is done later", async () => {
    online(false);
    const { outbox } = open();
    outbox.create({ title: "Milk", tags: ["work"] }, "t0");
    rename(outbox, [makeTask({ id: "t0", tags: ["work"], version: 0 })]);
    outbox.update(makeTask({ id: "t0", tags: ["job"] }), { tags: ["job", "late"] });
    online(true);
    await soon();
    await soon();
    expect(tags()).toEqual(["job late"]);
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });
});
