import type { Change } from "@/tasks/changes";
import type { components } from "@/api/schema";

const most = 100; // operations of a request
const room = 64 * 1024 - '{"operations":[]}'.length; // bytes of a request's body

type Operation = Omit<components["schemas"]["Operation"], "task"> & { task?: object };

/** Returns what a request of several changes says of one. */
export function operationOf(change: Change): Operation {
  switch (change.kind) {
    case "create":
      return { op: "create", task: { ...change.fields, id: change.task } };
    case "update":
      return { op: "update", id: change.task, task: change.fields };
    default:
      return { op: change.kind, id: change.task };
  }
}

/**
 * Returns the first changes that fit into one request. A creation without an id is sent by itself, since the later
 * changes of its task need the id that it is answered.
 */
export function fitting(changes: Change[]): Change[] {
  const bytes = new TextEncoder();
  let left = room;
  const end = changes.findIndex((change, i) => {
    left -= bytes.encode(JSON.stringify(operationOf(change))).length + 1; // the comma
    return i === most || left < 0 || (change.kind === "create" && change.key !== undefined);
  });
  return changes.slice(0, end < 0 ? changes.length : Math.max(1, end));
}
