import { afterEach, beforeEach, expect, test } from "vitest";

import { conflictOf } from "@/tasks/conflict";
import { draftOf } from "@/tasks/drafts";
import { Opening } from "@/tasks/editor-opening";
import { makeTask } from "@/tasks/fixtures";
import type { Outbox } from "@/tasks/outbox";
import { online, open, refusal, server, setUp, soon, tearDown } from "@/tasks/outbox-harness";
import type { Task } from "@/tasks/task";

const zone = "Europe/Paris";
const milk = makeTask({ title: "Milk" });
const edit = (task: Task) => new Opening({ task, fields: task, errors: {} });

beforeEach(() => {
  setUp();
  server.tasks.set("t1", milk);
});
afterEach(tearDown);

test("what was refused is in what is saved next, and waits no more", async () => {
  server.trouble = [refusal(422, "no")];
  const { outbox } = open();
  const opening = edit(milk);
  opening.save(outbox, { title: "Milk?", priority: "high" }, zone);
  await soon();
  expect(outbox.get().refused).toHaveLength(1);
  opening.save(outbox, { title: "Oat milk", priority: "high" }, zone);
  await soon();
  expect(server.tasks.get("t1")).toMatchObject({ title: "Oat milk", priority: "high" });
  expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
});

test("a refused change that is mended is saved in full, and waits until something is typed", async () => {
  server.trouble = [refusal(422, "no")];
  const { outbox } = open();
  outbox.update(milk, { title: "Milk?", tags: ["a"] });
  await soon();
  const [refused] = outbox.get().refused;
  if (!refused) throw new Error("nothing is refused");
  const draft = draftOf(refused);
  const opening = new Opening(draft);
  expect(opening.typed).toBe(false);
  expect(opening.draft({ title: "x" })).toMatchObject({ refused: refused.id, task: { title: "Milk" } });
  opening.save(outbox, { ...draft.fields, title: "Milk" }, zone);
  await soon();
  expect(server.tasks.get("t1")).toMatchObject({ title: "Milk", tags: ["a"] });
  expect(outbox.get().refused).toEqual([]);
  expect(opening.draft({})).not.toHaveProperty("refused");
});

test("what is typed into a contested field waits with it, and the rest is saved", async () => {
  server.tasks.set("t1", { ...milk, title: "Soy milk", version: 2 });
  const { outbox } = open();
  const opening = edit(milk);
  opening.save(outbox, { title: "Oat" }, zone);
  await soon();
  online(false);
  opening.save(outbox, { title: "Oat milk", tags: ["a"] }, zone);
  expect(conflictOf(outbox.get().refused, "t1")?.change.fields).toEqual({ title: "Oat milk" });
  online(true);
  await soon();
  expect(server.tasks.get("t1")).toMatchObject({ title: "Soy milk", tags: ["a"] });
  expect(opening.take({ ...milk, title: "Soy milk" }, "title", zone)).toEqual({ title: "Soy milk" });
  expect(opening.base).toMatchObject({ title: "Soy milk", tags: ["a"] });
});

/** Opens the editor of what the server has refused. */
async function mend(make: (outbox: Outbox) => unknown, ...why: Parameters<typeof refusal>) {
  server.trouble = [refusal(...why)];
  const { outbox } = open();
  make(outbox);
  await soon();
  const [refused] = outbox.get().refused;
  if (!refused) throw new Error("nothing is refused");
  const draft = draftOf(refused);
  return { outbox, draft, opening: new Opening(draft) };
}

test.each<[string, (outbox: Outbox) => unknown, Parameters<typeof refusal>]>([
  ["a creation", (outbox) => outbox.create({ title: "Milk", due_on: "2031-01-06" }), [422, "no"]],
  ["a change of a deleted task", (outbox) => outbox.update(milk, { due_on: "2031-01-06" }), [404, "Task not found"]],
  ["what has left the trash", (outbox) => outbox.restore({ ...milk, due_on: "2031-01-06" }), [404, "Task not found"]],
])("what is typed over %s stays with it until it is added", async (_name, make, why) => {
  const { outbox, draft, opening } = await mend(make, ...why);
  const typed = { ...draft.fields, description: "An hour's work", due_date: "2031-01-06T09:00:00Z" };
  delete typed.due_on;
  opening.save(outbox, { ...typed, title: "Oat milk" }, zone);
  opening.save(outbox, { ...typed, title: "" }, zone);
  const { refused } = outbox.get();
  expect(refused.map(({ id }) => id)).toEqual([draft.refused]);
  expect(refused.map((r) => draftOf(r).fields)).toMatchObject([{ ...typed, title: "Oat milk" }]);
  outbox.discard(draft.refused ?? ""); // by another tab
  opening.save(outbox, { ...typed, title: "Soy milk" }, zone);
  expect(outbox.get().refused.map((r) => draftOf(r).fields.title)).toEqual(["Soy milk"]);
});

test("a refused creation is added where it was to be, but for what was refused of that", async () => {
  const fields = { title: "Milk", list_id: "l1", parent_id: "t9", position: "a5" };
  const all = await mend((outbox) => outbox.create(fields), 422, "no");
  expect(all.opening.inPlace(all.outbox, { title: "Oat milk" })).toEqual({ ...fields, title: "Oat milk" });
  tearDown();
  setUp();
  const some = await mend((outbox) => outbox.create(fields), 422, "no", { parent_id: "It is not here" });
  expect(some.opening.inPlace(some.outbox, { title: "Oat milk" })).toEqual({
    title: "Oat milk",
    list_id: "l1",
    position: "a5",
  });
});

test("the lines of subtasks are in the draft while they are typed, and in that of the next opening", () => {
  const opening = edit(milk);
  expect(opening.draft({})).not.toHaveProperty("lines");
  opening.lines.s1 = "Oat";
  const draft = opening.draft({});
  expect(draft).toMatchObject({ lines: { s1: "Oat" } });
  const next = new Opening(draft);
  next.lines[""] = "Soy";
  expect(next.draft({})).toMatchObject({ lines: { "": "Soy", s1: "Oat" } });
  expect(draft.lines).toEqual({ s1: "Oat" });
});
