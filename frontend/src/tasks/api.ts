import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { uuid } from "@/api/uuid";
import { etag, operationOf } from "@/tasks/batch";
import type { Change } from "@/tasks/changes";
import { judge, judgeBatch, type Verdict } from "@/tasks/verdict";

/**
 * Sends a user's changes and returns what the answer means for them: for each in their order, or the same for all of
 * them. A key names a batch, which takes effect once. It throws what fetch throws when the network fails.
 */
export async function sendChanges(
  changes: Change[],
  user: string,
  { keepalive, key }: { keepalive: boolean; key: string },
): Promise<Verdict | Verdict[]> {
  const requestId = uuid();
  // No redirect is followed: it would hand what somebody has written to whoever redirects.
  const options = { keepalive, redirect: "error", headers: { "X-Request-Id": requestId } } as const;
  const [first] = changes;
  if (first && changes.length === 1) {
    const { data, error, response } = await request(first, options);
    return withLatest(first, judge(first, { response, body: response.ok ? data : error }, { requestId, user }), user);
  }
  const { data, error, response } = await api.POST("/api/batch", {
    ...options,
    params: { header: { "Idempotency-Key": key } },
    body: { operations: changes.map(operationOf) as components["schemas"]["Operation"][] },
  });
  const verdicts = judgeBatch(changes, { response, body: response.ok ? data : error }, { requestId, user });
  if (!Array.isArray(verdicts)) return verdicts;
  return Promise.all(changes.map((change, i) => withLatest(change, verdicts[i] ?? { kind: "kept" }, user)));
}

function request(
  change: Change,
  options: { keepalive: boolean; redirect: "error"; headers: Record<string, string> },
): Promise<{ data?: unknown; error?: unknown; response: Response }> {
  const path = { id: change.task };
  switch (change.kind) {
    case "create": {
      // The key refuses another body for the id, which could otherwise pass for this one.
      const header = { "Idempotency-Key": change.key ?? change.task };
      const body = change.key ? change.fields : { ...change.fields, id: change.task };
      return api.POST("/api/tasks", { ...options, params: { header }, body });
    }
    case "update":
      return api.PATCH("/api/tasks/{id}", {
        ...options,
        params: { path, header: change.match ? { "If-Match": etag(change.match) } : {} },
        body: change.fields,
      });
    case "delete":
      return api.DELETE("/api/tasks/{id}", { ...options, params: { path } });
    case "restore":
      return api.POST("/api/tasks/{id}/restore", { ...options, params: { path } });
  }
}

/** Returns a verdict about a change; for one that has come too late, with the task as it is now. */
async function withLatest(change: Change, verdict: Verdict, user: string): Promise<Verdict> {
  if (verdict.kind !== "refused" || verdict.why.status !== 412) return verdict;
  const requestId = uuid();
  const { data, error, response } = await api.GET("/api/tasks/{id}", {
    params: { path: { id: change.task } },
    redirect: "error",
    headers: { "X-Request-Id": requestId },
  });
  const now = judge(change, { response, body: response.ok ? data : error }, { requestId, user });
  return now.kind === "confirmed" && now.task ? { kind: "late", task: now.task } : now;
}
