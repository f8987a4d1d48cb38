import { afterEach, beforeEach, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { open, server, setUp, soon, tearDown } from "@/tasks/outbox-harness";
import type { TaskPatch } from "@/tasks/task";
import { undoneSentence } from "@/tasks/undo-stack";

beforeEach(setUp);
afterEach(tearDown);

const tasks = ["Fix bike light", "Bread", "Milk"].map((title, i) => makeTask({ id: `t${i}`, title }));
const [bike = makeTask(), bread = makeTask(), milk = makeTask()] = tasks;

function page() {
  tasks.forEach((task) => server.tasks.set(task.id, task));
  const { outbox } = open();
  const undo = () => {
    const step = outbox.undo();
    return step && undoneSentence(step);
  };
  return { outbox, undo };
}

test("of two things that were done, the later one is undone first, and said", async () => {
  const { outbox, undo } = page();
  outbox.update(bike, { completed: true });
  outbox.update(bread, { title: "Rye bread" });
  await soon();
  expect(undo()).toBe("Undone: Bread has the title of before");
  expect(undo()).toBe("Undone: Fix bike light is open again");
  expect(undo()).toBeUndefined();
  await soon();
  const changed = (task: (typeof tasks)[number]) => ({ ...task, version: task === milk ? 1 : 3 });
  expect([...server.tasks.values()]).toEqual(tasks.map(changed));
});

test.each<[what: string, fields: TaskPatch, said: string]>([
  ["completed", { completed: true }, "is open again"],
  ["opened again", { completed: false }, "is done again"],
  ["given a date", { due_date: "2026-12-01T08:00:00.000Z" }, "has the date of before"],
  ["moved to a list", { list_id: "l2" }, "has the list of before"],
  ["moved by hand", { position: "a1" }, "has the place of before"],
  ["given a tag", { tags: ["home"] }, "has the tags of before"],
  ["changed in several ways", { title: "Oat milk", priority: "high" }, "is as before"],
])("a task that was %s", async (_, fields, said) => {
  const { outbox, undo } = page();
  const before = { ...milk, completed: fields.completed === false };
  server.tasks.set(milk.id, before);
  outbox.update(before, fields);
  await soon();
  expect(undo()).toBe(`Undone: Milk ${said}`);
  await soon();
  expect(server.tasks.get(milk.id)).toEqual({ ...before, version: 3 });
});

test("a creation, a deletion and a restoration", async () => {
  const { outbox, undo } = page();
  const { task } = outbox.create({ title: "Eggs" });
  const deletion = outbox.delete(bread);
  outbox.release(deletion.id);
  await soon();
  outbox.restore(bread);
  await soon();
  expect(server.tasks.has(bread.id)).toBe(true);
  expect(undo()).toBe("Undone: Bread is in the trash again");
  outbox.get().changes.forEach(({ id }) => outbox.release(id));
  await soon();
  expect(server.tasks.has(bread.id)).toBe(false);
  expect(undo()).toBe("Undone: Bread is back");
  expect(undo()).toBe("Undone: Eggs is removed");
  await soon();
  expect(server.tasks.has(bread.id)).toBe(true);
  expect(server.tasks.has(task)).toBe(false);
});

test("a selection is one step, and its undo one request", async () => {
  const { outbox, undo } = page();
  outbox.together(() => tasks.forEach((task) => outbox.update(task, { completed: true })));
  await soon();
  server.requests = [];
  expect(undo()).toBe("Undone: 3 tasks are open again");
  await soon();
  expect(server.requests).toEqual([3]);
  expect([...server.tasks.values()]).toEqual(tasks.map((task) => ({ ...task, version: 3 })));
  expect(undo()).toBeUndefined();
});

test("a day comes back as a day, and a rule as a rule", async () => {
  const { outbox, undo } = page();
  const before = makeTask({
    ...{ id: "t9", due_on: "2026-12-24", due_date: "2026-12-24T22:59:59.999Z" },
    ...{ recurrence_rule: "FREQ=YEARLY", is_recurring: true },
  });
  server.tasks.set("t9", before);
  outbox.update(before, { due_date: null, recurrence_pattern: "daily" });
  await soon();
  undo();
  const [change] = outbox.get().changes;
  expect(change?.kind === "update" && change.fields).toEqual({ due_on: "2026-12-24", recurrence_rule: "FREQ=YEARLY" });
});

test("one step can be undone out of turn, and each once", async () => {
  const { outbox, undo } = page();
  const first = outbox.update(bike, { completed: true });
  outbox.update(bread, { completed: true });
  await soon();
  expect(outbox.undo(first)?.changes).toEqual([first]);
  expect(outbox.undo(first)).toBeUndefined();
  expect(undo()).toBe("Undone: Bread is open again");
  expect(undo()).toBeUndefined();
});
