import { expect, test } from "vitest";

import type { Progress } from "@/sync/database";
import type { Changes } from "@/sync/feed";
import { listOf, taskOf } from "@/sync/fixtures";
import { effectOf, withoutFormerLists } from "@/sync/page";

const copy = new Map([taskOf("a"), taskOf("b"), taskOf("c", { list_id: "work" })].map((task) => [task.id, task]));
const page = (part: Partial<Changes>): Changes => ({ tasks: [], removed: [], cursor: "next", more: false, ...part });
const read: Progress = { cursor: "next", seq: 5 };

test.each<[string, Progress, Changes | "expired", { put?: string[]; drop?: string[]; progress: Progress }]>([
  ["nothing", { cursor: "old", seq: 4 }, page({}), { progress: read }],
  ["a new task and a change", {}, page({ tasks: [taskOf("n"), taskOf("a")] }), { put: ["n", "a"], progress: read }],
  ["a task in the trash", {}, page({ tasks: [taskOf("a", { deleted_at: "x" })] }), { drop: ["a"], progress: read }],
  ["a task that has left", {}, page({ removed: ["a"] }), { drop: ["a"], progress: read }],
  ["a task that has left for a list that was read before", {}, page({ removed: ["c"] }), { progress: read }],
  ["a task that has left, and was never here", {}, page({ removed: ["z"] }), { progress: read }],
  ["a page of several", { seq: 4 }, page({ more: true }), { progress: { cursor: "next" } }],
  ["a cursor that is too old", { cursor: "old", seq: 4 }, "expired", { progress: { anew: [] } }],
  [
    "a page of several of a list that is read anew",
    { anew: ["x"] },
    page({ tasks: [taskOf("a")], more: true }),
    { put: ["a"], progress: { cursor: "next", anew: ["x", "a"] } },
  ],
  [
    "the last page of a list that is read anew: what did not come goes, other lists stay",
    { cursor: "c", anew: ["x"] },
    page({ tasks: [taskOf("a")] }),
    { put: ["a"], drop: ["b"], progress: read },
  ],
])("%s", (_, before, given, { put = [], drop = [], progress }) => {
  const effect = effectOf(given, listOf("inbox", 5), copy, { inbox: before, work: { seq: 1 } });
  expect(effect.put.map((task) => task.id)).toEqual(put);
  expect(effect.drop).toEqual(drop);
  expect(effect.progress).toEqual({ inbox: progress, work: { seq: 1 } });
});

test("a list that is not there any more takes its tasks with it", () => {
  const state = { version: 1, synced: true, lists: [listOf("inbox")], progress: { inbox: { seq: 1 } } };
  expect(withoutFormerLists(state, copy)).toBeUndefined();
  const progress = { ...state.progress, work: { seq: 1 } };
  expect(withoutFormerLists({ ...state, progress }, copy)).toEqual({ drop: ["c"], progress: state.progress });
});
