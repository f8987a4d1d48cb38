import { ownProblem, ApiError, retryAfter } from "@/api/client";
import type { Change } from "@/tasks/changes";
import type { Task } from "@/tasks/task";

/** What an answer to a change means for it. */
export type Verdict =
  /** The backend has done it: the task as it is now, null after a deletion. */
  | { kind: "confirmed"; task: Task | null }
  /** The backend does not accept the content, and says why. */
  | { kind: "refused"; why: ApiError }
  /** Somebody else has changed the task meanwhile, and nothing is done: the task as it is now. */
  | { kind: "late"; task: Task }
  /** The backend asks who it is. */
  | { kind: "signed out" }
  /** Nothing is known of it: it is kept and sent again, not before retryAfter milliseconds have passed. */
  | { kind: "kept"; status?: number; retryAfter?: number | undefined };

// A problem of the backend's with another status speaks of the moment, not of the content.
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 410, 412, 413, 422]);

/**
 * Returns what an answer means for a change. Only an answer that proves to be the backend's own takes a change away: a
 * problem and an empty success by the request's X-Request-Id, a task by being this user's, and the very task of the
 * change. Whatever else has a status (a proxy's refusal, a host's page, a captive portal's success) keeps it.
 */
export function judge(
  change: Change,
  { response, body }: { response: Response; body: unknown },
  { requestId, user }: { requestId: string; user: string },
): Verdict {
  const { status } = response;
  const kept = { kind: "kept", status, retryAfter: retryAfter(response) } as const;
  if (response.ok) {
    if (change.kind === "delete") {
      const own = status === 204 && response.headers.get("x-request-id") === requestId;
      return own ? { kind: "confirmed", task: null } : kept;
    }
    const own = (status === 200 || status === 201) && isTaskOf(user, body);
    const expected = change.kind === "create" && change.key !== undefined ? undefined : change.task;
    return own && (body.id === expected || !expected) ? { kind: "confirmed", task: body } : kept;
  }
  const problem = ownProblem(response, body, requestId);
  if (!problem) return kept;
  if (status === 401) return { kind: "signed out" };
  if (status === 404 && change.kind === "create") return kept; // it is the path that is not found
  if (status === 404 && change.kind === "delete") return { kind: "confirmed", task: null };
  return refusals.has(status) ? { kind: "refused", why: new ApiError(response, problem) } : kept;
}

/**
 * Returns what the answer to a batch means for its changes: for each, or the same for all where nothing is known of
 * them. A batch that is refused as a whole, or by something in between, says nothing of the content of a change. 412
 * to a change that names no version means that the batch took effect before, and that its task has changed since: the
 * change is sent by itself.
 */
export function judgeBatch(
  changes: Change[],
  { response, body }: { response: Response; body: unknown },
  { requestId, user }: { requestId: string; user: string },
): Verdict | Verdict[] {
  const { status } = response;
  const results = (body as { results?: unknown } | null | undefined)?.results;
  const own = status === 200 && response.headers.get("x-request-id") === requestId;
  if (own && Array.isArray(results) && results.length === changes.length) {
    const headers = { "x-request-id": requestId, "content-type": "application/problem+json" };
    return changes.map((change, i) => {
      const result = results[i] as { status?: unknown; body?: unknown } | null;
      const of = result?.status;
      if (typeof of !== "number" || !(of >= 200 && of < 500)) return { kind: "kept" };
      if (of === 412 && !(change.kind === "update" && change.match)) return { kind: "kept" };
      const answer = { response: new Response(null, { status: of, headers }), body: result?.body };
      return judge(change, answer, { requestId, user });
    });
  }
  if (status === 401 && ownProblem(response, body, requestId)) return { kind: "signed out" };
  return { kind: "kept", status, retryAfter: retryAfter(response) };
}

function isTaskOf(user: string, body: unknown): body is Task {
  if (typeof body !== "object" || body === null) return false;
  const task = body as Partial<Task>;
  return (
    task.user_id === user &&
    typeof task.id === "string" &&
    typeof task.title === "string" &&
    typeof task.completed === "boolean" &&
    Array.isArray(task.tags)
  );
}
