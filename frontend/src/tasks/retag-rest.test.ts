import { beforeEach, describe, expect, test } from "vitest";

import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { RetagRest } from "@/tasks/retag-rest";
import type { Task, TaskPatch } from "@/tasks/task";

const retag = { from: "work", to: "job" };
let seq = 0;
const update = (task: string, fields: TaskPatch, part: object = {}): Change => {
  const before = makeTask({ id: task, tags: ["work"] });
  return { id: `c${++seq}`, seq, at: "", kind: "update", task, fields, before, ...part };
};
const renamed = (task: string) => update(task, { tags: ["job"] }, { retag });
const answer = ({ id, seq, task }: Change) =>
  [task, { key: [seq, id] as [number, string], task, after: null }] as const;

let rest: RetagRest;
let tasks: Task[];
const look = (changes: Change[], answered: Change[] = []) =>
  rest.look(changes, new Map(answered.map(answer)), tasks).flatMap(({ tasks }) => tasks.map(({ id }) => id));

beforeEach(() => {
  rest = new RetagRest();
  tasks = [makeTask({ id: "t1", tags: ["job"] }), makeTask({ id: "t2", tags: ["Work", "a"] })];
});

describe("what has a tag after it was renamed", () => {
  test("is found once all is sent, and a later pull has ended", () => {
    const [a, b] = [renamed("t1"), renamed("t3")];
    expect(look([a, b])).toEqual([]);
    expect(look([b], [a])).toEqual([]);
    expect(look([], [a, b])).toEqual([]);
    expect(look([], [b])).toEqual([]);
    expect(look([])).toEqual(["t2"]);
    expect(look([])).toEqual([]); // it was told
  });

  test("is looked for once more after it was renamed, too", () => {
    const a = renamed("t1");
    look([a]);
    look([], [a]);
    expect(look([])).toEqual(["t2"]);
    const late = renamed("t2");
    look([late]);
    look([], [late]);
    tasks = [makeTask({ id: "t9", tags: ["work"] })];
    expect(look([])).toEqual(["t9"]);
  });

  test("stays as it is where that was undone before it was sent, even in part", () => {
    const [a, b] = [renamed("t1"), renamed("t2")];
    look([a, b]);
    look([b], [a]);
    expect(look([], [a])).toEqual([]);
    expect(look([])).toEqual([]);
  });

  test("stays as it is where the user has given it since", () => {
    const a = renamed("t1");
    const again = update("t2", { tags: ["Work", "a"] });
    look([a, again]);
    look([again], [a]);
    expect(look([], [again])).toEqual([]);
    expect(look([])).toEqual([]);
  });

  test("is not what stands for a next occurrence", () => {
    const a = renamed("t1");
    tasks = [{ ...makeTask({ tags: ["work"] }), awaited: true } as Task];
    look([a]);
    look([], [a]);
    expect(look([])).toEqual([]);
  });
});
