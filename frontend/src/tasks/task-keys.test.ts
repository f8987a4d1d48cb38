import { expect, test, vi } from "vitest";

import { bind, taskKeys, type TaskAction } from "@/tasks/task-keys";

test("each key runs its action, and is told which key it is", () => {
  const ran: string[] = [];
  const actions = taskKeys.flatMap(({ action }) => action ?? []);
  const run = Object.fromEntries(actions.map((action) => [action, (key: string) => ran.push(`${action} ${key}`)]));
  const bindings = bind(run as unknown as Record<TaskAction, (key: string) => void>);
  Object.values(bindings).forEach((binding) => binding());
  const expected = taskKeys.flatMap(({ keys, action }) => keys.map((key) => `${action} ${key}`));
  expect(ran.sort()).toEqual(expected.sort());
});

test("no key has two meanings", () => {
  const keys = taskKeys.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(bind(new Proxy({} as Record<TaskAction, () => void>, { get: () => vi.fn() }))).toHaveProperty("Mod+z");
});
