import { api } from "@/api/client";
import { uuid } from "@/api/uuid";
import type { Change } from "@/tasks/changes";
import { judge, type Verdict } from "@/tasks/verdict";

/** Sends a user's change and returns what the answer means for it; throws what fetch throws when the network fails. */
export async function sendChange(
  change: Change,
  user: string,
  { keepalive }: { keepalive: boolean },
): Promise<Verdict> {
  const requestId = uuid();
  // No redirect is followed: it would hand what somebody has written to whoever redirects.
  const options = { keepalive, redirect: "error", headers: { "X-Request-Id": requestId } } as const;
  const { data, error, response } = await request(change, options);
  return judge(change, { response, body: response.ok ? data : error }, { requestId, user });
}

function request(
  change: Change,
  options: { keepalive: boolean; redirect: "error"; headers: Record<string, string> },
): Promise<{ data?: unknown; error?: unknown; response: Response }> {
  const path = { id: change.task };
  switch (change.kind) {
    case "create":
      return api.POST("/api/tasks", {
        ...options,
        params: { header: { "Idempotency-Key": change.task } },
        body: change.fields,
      });
    case "update":
      return api.PATCH("/api/tasks/{id}", { ...options, params: { path }, body: change.fields });
    case "delete":
      return api.DELETE("/api/tasks/{id}", { ...options, params: { path } });
  }
}
