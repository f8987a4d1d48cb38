import { randomUUID } from "node:crypto";

import { config, wire } from "./wire.mjs";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
let typed = 0;

/** Does something to the tasks or lists that a device shows. */
export async function operate(device, tasks, random) {
  const lists = wire.lists;
  const task = random.pick(tasks);
  const done = random.pick(tasks.filter((t) => t.completed));
  const title = `${config.name} ${++typed}`; // each text is written once
  const operations = [
    [12, () => device.create({ ...newTask(title, random), list_id: random.pick(lists)?.id ?? config.user })],
    [5, () => task && !task.parent_id && device.create({ ...subtaskOf(task, title), ...position(random) })],
    [30, () => task && device.change(task, { title, ...fields(random) })],
    [9, () => task && device.change(task, { completed: true })],
    [5, () => done && device.change(done, { completed: false })],
    [14, () => task && device.remove(task)],
    [7, () => device.restore()],
    [8, () => task && lists.length > 0 && device.change(task, { list_id: random.pick(lists).id, parent_id: null })],
    [3, () => task?.parent_id && device.change(task, { parent_id: null })],
    [3, () => task && intoAnother(device, tasks, task, random)],
    [8, () => task && device.change(task, position(random))],
    [1, () => changeLists(lists, title, random)],
    [1, () => random.chance(0.4) && emptyTrash()],
  ];
  let rest = random.below(operations.reduce((sum, [weight]) => sum + weight, 0));
  const [, run] = operations.find(([weight]) => (rest -= weight) < 0);
  await run();
}

function newTask(title, random) {
  return { id: randomUUID(), ...fields(random), ...position(random), title };
}

function subtaskOf(task, title) {
  return { id: randomUUID(), list_id: task.list_id, parent_id: task.id, title };
}

/** Makes a task a subtask of another in its list, which the backend refuses to one with subtasks. */
function intoAnother(device, tasks, task, random) {
  const parent = random.pick(tasks.filter((t) => t.list_id === task.list_id && t.id !== task.id && !t.parent_id));
  if (parent) return device.change(task, { parent_id: parent.id });
}

function position(random) {
  return { position: `a${random.pick(digits)}${random.pick(digits)}${random.pick(digits.slice(1))}` };
}

/** Returns some of the fields that a person edits. */
function fields(random) {
  const day = `2026-0${1 + random.below(9)}-1${random.below(10)}`;
  const some = [
    { description: random.pick([null, "A few words.", "Ärger über 10 % – “ja”."]) },
    { priority: random.pick([null, "low", "high", "critical"]) },
    { tags: random.pick([[], ["home"], ["home", "garden"]]) },
    { category: random.pick([null, "Work", "Play"]) },
    { start_on: random.pick([null, day]) },
    { due_on: day, due_date: null },
    { due_on: null, due_date: `${day}T0${random.below(10)}:30:00.000Z` },
    { due_on: null, due_date: null },
    { recurrence_rule: random.pick([null, "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;COUNT=5"]) },
    { recurrence_from: random.pick(["due", "completion"]) },
  ];
  return { ...random.pick(some), ...random.pick(some) };
}

/** Changes the lists: these have no copy that could be changed without a connection. */
async function changeLists(lists, name, random) {
  const others = lists.filter((list) => !list.is_inbox);
  const list = random.pick(others);
  const choice = random.below(11);
  if (others.length < 3 || (choice < 3 && others.length < 12)) {
    await sendList("POST", "", { id: randomUUID(), name });
  } else if (choice < 6) {
    await sendList("PATCH", `/${list.id}`, { name, ...position(random) });
  } else if (choice < 9) {
    deleted.push(list.id);
    await sendList("DELETE", `/${list.id}`);
  } else if (deleted.length > 0) {
    await sendList("POST", `/${deleted.splice(random.below(deleted.length), 1)[0]}/restore`);
  }
}

/** Deletes for good what is in the trash, unless the connection breaks. */
async function emptyTrash() {
  await fetch(`${config.url}/api/trash`, { method: "DELETE" }).catch(() => {});
}

const deleted = []; // the ids of lists

/** Sends a change of a list until it is answered; it may be repeated. */
async function sendList(method, path, body) {
  while (wire.online) {
    const headers = { "content-type": "application/json" };
    const init = { method, headers, body: body && JSON.stringify(body) };
    const response = await fetch(`${config.url}/api/lists${path}`, init).catch(() => undefined);
    if (response && response.status < 500) return;
  }
}
