import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { entries, online, open, refusal, server, setUp, soon, tearDown, titles } from "@/tasks/outbox-harness";
import { refusalSentence } from "@/tasks/refused";

beforeEach(setUp);
afterEach(tearDown);

describe("the server refuses", () => {
  test("the change waits with its text, over a reload, and the next one is sent", async () => {
    server.trouble = [refusal(422, "Maximum 10 tags allowed", { tags: "Maximum 10 tags allowed" })];
    const { outbox, seen, stop } = open();
    outbox.create({ title: "too long", description: "in full" });
    outbox.create({ title: "Bread" });
    await soon();
    expect(seen.refused).toEqual(["create: Maximum 10 tags allowed"]);
    expect(titles()).toEqual(["Bread"]);
    expect(outbox.get().changes).toEqual([]);
    stop();
    const { refused } = open().outbox.get();
    expect(refused).toMatchObject([{ change: { fields: { title: "too long", description: "in full" } }, status: 422 }]);
    expect(refused[0]?.fields).toEqual({ tags: "Maximum 10 tags allowed" });
  });

  test("a hundred: each stays", async () => {
    server.trouble = Array.from({ length: 100 }, () => refusal(422, "no"));
    const { outbox } = open();
    for (let i = 0; i < 100; i++) outbox.create({ title: `Task ${i}` });
    await vi.advanceTimersByTimeAsync(3600_000);
    expect(outbox.get().refused.map((r) => r.change.kind === "create" && r.change.fields.title)).toEqual(
      Array.from({ length: 100 }, (_, i) => `Task ${i}`),
    );
    expect(entries()).toHaveLength(100);
  });

  test("what followed from a refused creation is in its text", async () => {
    online(false);
    server.trouble = [refusal(422, "no")];
    const { outbox, seen } = open();
    const creation = outbox.create({ title: "x" });
    outbox.update(makeTask({ id: creation.task }), { title: "y", priority: "high" });
    online(true);
    await soon();
    expect(server.requests).toEqual([2]); // and the 404 of the second is nothing of its own
    expect(seen.refused).toEqual(["create: no"]);
    expect(outbox.get()).toMatchObject({
      changes: [],
      refused: [{ change: { fields: { title: "y", priority: "high" } } }],
    });
  });

  test("a refused creation whose task was deleted since leaves nothing", async () => {
    online(false);
    server.trouble = [refusal(422, "no")];
    const { outbox } = open();
    const creation = outbox.create({ title: "x" });
    outbox.release(outbox.delete(makeTask({ id: creation.task })).id);
    online(true);
    await soon();
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
    expect(entries()).toEqual([]);
  });

  test("changes of a task that was deleted elsewhere become one text", async () => {
    const { outbox } = open();
    outbox.update(makeTask(), { title: "Oat milk" });
    outbox.update(makeTask({ title: "Oat milk" }), { description: "two" });
    await soon();
    const { refused } = outbox.get();
    expect(refused).toMatchObject([{ status: 404, change: { fields: { title: "Oat milk", description: "two" } } }]);
    expect(refused.map(refusalSentence)).toEqual([
      "“Oat milk” was deleted elsewhere, so your change could not be saved.",
    ]);
    expect(entries()).toHaveLength(1);
  });

  test("it is tried again with its id, discarded, and put back", async () => {
    server.trouble = [refusal(403, "no")];
    const { outbox } = open();
    const { task } = outbox.create({ title: "Milk" });
    await soon();
    const [entry] = outbox.get().refused;
    if (!entry) throw new Error("nothing is refused");
    outbox.discard(entry.id);
    expect(entries()).toEqual([]);
    outbox.putBack(entry);
    expect(entries()).toHaveLength(1);
    outbox.retry(entry);
    await soon();
    expect(server.sent).toEqual([`create ${task}`, `create ${task}`]);
    expect(titles()).toEqual(["Milk"]);
    expect(entries()).toEqual([]);
  });

  test("undo takes a refused change away", async () => {
    server.trouble = [refusal(422, "no")];
    const { outbox } = open();
    const change = outbox.update(makeTask(), { completed: true });
    await soon();
    outbox.undo(change);
    await soon();
    expect(outbox.get()).toMatchObject({ changes: [], refused: [] });
    expect(server.sent).toHaveLength(1);
  });
});
