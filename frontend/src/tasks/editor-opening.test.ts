// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from "vitest";

import { conflictOf } from "@/tasks/conflict";
import { draftOf } from "@/tasks/drafts";
import { Opening } from "@/tasks/editor-opening";
import { makeTask } from "@/tasks/fixtures";
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
