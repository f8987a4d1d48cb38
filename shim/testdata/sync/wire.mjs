import { appendFileSync } from "node:fs";

/*
 * What a device sends and is answered. It notes every write of a task that it sends, and every answer that arrives
 * whole, for the test to hold against what the database says.
 */

export const config = JSON.parse(process.env.SYNC ?? "{}"); // name, seed, url, token, user, operations, folder
export const wire = { online: true, lists: [], requests: 0, broken: 0 };

const send = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  if (!wire.online) throw new TypeError("offline");
  const request = new Request(input, init);
  request.headers.set("authorization", `Bearer ${config.token}`);
  const path = new URL(request.url).pathname;
  const operations = await writesOf(request, path);
  if (operations.length > 0) note({ sent: operations.map(({ op, id, task }) => ({ op, id, title: task?.title })) });
  wire.requests++;
  let response, text;
  try {
    response = await send(request);
    text = await response.text();
  } catch (error) {
    wire.broken++;
    throw error;
  }
  const body = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
  if (operations.length > 0) {
    const results = path === "/api/batch" ? (body.results ?? []) : [{ status: response.status, body }];
    note({ answered: results.map(({ status, body }, i) => ({ ...operations[i], status, body })) });
  }
  if (path === "/api/lists" && request.method === "GET" && response.ok) wire.lists = body.lists;
  return new Response([204, 304].includes(response.status) ? null : text, response);
};

/** Returns the writes of tasks in a request, in the form of a batch's operations. */
async function writesOf(request, path) {
  const [, id, restore] = path.match(/^\/api\/tasks\/([^/]+)(\/restore)?$/) ?? [];
  if (request.method === "GET") return [];
  if (restore) return [{ op: "restore", id }];
  if (request.method === "DELETE") return id ? [{ op: "delete", id }] : [];
  const body = await request.clone().json().catch(() => undefined); // a restoration of a list has none
  if (path === "/api/batch") return body.operations.map((o) => ({ ...o, id: o.id ?? o.task.id }));
  if (id) return [{ op: "update", id, task: body }];
  return path === "/api/tasks" ? [{ op: "create", id: body.id, task: body }] : [];
}

function note(line) {
  appendFileSync(`${config.folder}/${config.name}.log`, JSON.stringify(line) + "\n");
}
