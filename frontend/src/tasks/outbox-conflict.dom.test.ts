import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { conflictOf } from "@/tasks/conflict";
import { makeTask } from "@/tasks/fixtures";
import { online, open, server, setUp, soon, tearDown } from "@/tasks/outbox-harness";
import { refusalSentence } from "@/tasks/refused";

beforeEach(setUp);
afterEach(tearDown);

const milk = makeTask({ title: "Milk" });
/** Another device changes the task. */
const elsewhere = (part: object) => {
  const task = server.tasks.get("t1") ?? milk;
  server.tasks.set("t1", { ...task, ...part, version: task.version + 1 });
};
beforeEach(() => server.tasks.set("t1", milk));

describe("two edit one task", () => {
  test("what only one of them has changed is merged, and nobody is asked", async () => {
    elsewhere({ priority: "high" });
    const { outbox } = open();
    outbox.update(milk, { title: "Oat milk" }, {});
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Oat milk", priority: "high", version: 3 });
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });

  test("what both have changed is kept in both versions, over a reload, and the rest is saved", async () => {
    elsewhere({ title: "Soy milk" });
    const { outbox, seen, stop } = open();
    outbox.update(milk, { title: "Oat milk", tags: ["a"] }, {});
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Soy milk", tags: ["a"] });
    expect(seen.refused).toEqual(["update: It was changed elsewhere"]);
    stop();
    const { refused, changes } = open().outbox.get();
    expect(changes).toEqual([]);
    expect(conflictOf(refused, "t1")).toMatchObject({
      change: { fields: { title: "Oat milk" } },
      latest: { title: "Soy milk", version: 2 },
    });
    expect(refused.map(refusalSentence)).toEqual([
      "“Oat milk” was changed elsewhere at the same time. Please choose between both.",
    ]);
  });

  test("the last change of another kind wins, as it is meant", async () => {
    elsewhere({ priority: "high" });
    const { outbox } = open();
    outbox.update(milk, { priority: "low" });
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ priority: "low" });
  });

  test("edits on top of one another that wait for the network meet no conflict with themselves", async () => {
    online(false);
    const { outbox } = open();
    let before = milk;
    for (const title of ["M", "Mi", "Mil"]) {
      outbox.update(before, { title }, {});
      before = { ...before, title };
    }
    online(true);
    await soon();
    expect(server.requests).toEqual([1, 1, 1]);
    expect(server.tasks.get("t1")).toMatchObject({ title: "Mil", version: 4 });
    outbox.update({ ...before, version: 1 }, { title: "Milk!" }, {}); // the form's task is of the first version still
    await soon();
    expect(server.requests).toEqual([1, 1, 1, 1]);
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });

  test("an answer that was lost is no conflict", async () => {
    server.trouble = ["lost answer"];
    const { outbox } = open();
    outbox.update(milk, { title: "M" }, {});
    outbox.update({ ...milk, title: "M" }, { title: "Mi" }, {});
    await soon();
    dispatchEvent(new Event("online"));
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Mi" });
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
  });

  test("a task that is not created yet is edited", async () => {
    online(false);
    const { outbox } = open();
    const { task } = outbox.create({ title: "Bread" });
    outbox.update(makeTask({ id: task, title: "Bread", version: 0 }), { title: "Rye" }, {});
    online(true);
    await soon();
    expect(server.tasks.get(task)).toMatchObject({ title: "Rye" });
  });

  test("the edits of one opening are one step for undo, also what was merged of them", async () => {
    const { outbox } = open();
    const first = outbox.update(milk, { title: "Oat milk" }, {});
    await soon();
    elsewhere({ priority: "high" });
    outbox.update({ ...milk, title: "Oat milk" }, { tags: ["a"] }, { earlier: first });
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Oat milk", priority: "high", tags: ["a"] });
    expect(outbox.undo()?.changes).toHaveLength(2);
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Milk", priority: "high", tags: [] });
    expect(outbox.undo()).toBeUndefined();
  });

  test("undo does not take the other version away", async () => {
    elsewhere({ title: "Soy milk" });
    const { outbox } = open();
    outbox.update(milk, { title: "Oat milk" }, {});
    await soon();
    expect(outbox.undo()).toBeUndefined();
    await soon();
    expect(server.tasks.get("t1")).toMatchObject({ title: "Soy milk" });
    expect(outbox.get().refused).toHaveLength(1);
  });
});
