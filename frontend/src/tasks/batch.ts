import type { Change } from "@/tasks/changes";
import type { components } from "@/api/schema";

const most = 100; // operations of a request
const room = 64 * 1024 - '{"operations":[]}'.length; // bytes of a request's body

type Operation = Omit<components["schemas"]["Operation"], "task"> & { task?: object };

/** Returns the ETag of a version of a task. */
export const etag = (version: number) => `"${version}"`;

/** Returns what a request of several changes says of one. */
export function operationOf(change: Change): Operation {
  switch (change.kind) {
    case "create":
      return { op: "create", task: { ...change.fields, id: change.task } };
    case "update":
      return {
        op: "update",
        id: change.task,
        ...(change.match ? { if_match: etag(change.match) } : {}),
        task: change.fields,
      };
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

/**
 * Returns the changes that are not held, and wait for no earlier one of their task, or of that of a new subtask. One
 * that names a version waits for what is sent before it, too, which may lead to that.
 */
export function sendable(changes: Change[], heldUp: ReadonlySet<string>): Change[] {
  const waiting = new Set(heldUp);
  const taken = new Set<string>();
  return changes.filter((c) => {
    const needsVersion = c.kind === "update" && c.match !== undefined;
    const parent = c.kind === "create" ? c.fields.parent_id : undefined;
    const waits = c.held || (parent && waiting.has(parent)) || (needsVersion && taken.has(c.task));
    if (waits) waiting.add(c.task);
    taken.add(c.task);
    return !waiting.has(c.task);
  });
}
