import createClient from "openapi-fetch";

import { apiFetch, apiURL } from "@/api/fetch";
import type { components, paths } from "@/api/schema";

type Schemas = components["schemas"];

/** A problem (RFC 9457), as the backend's openapi.yaml describes it. */
export type Problem = Schemas["Problem"];

/** The client of the REST functions, typed by the backend's openapi.yaml: `npm run api` writes schema.d.ts. */
export const api = createClient<paths>({ baseUrl: apiURL, fetch: (request) => apiFetch(request) });

/** An error response. Its message is the backend's sentence for the user. */
export class ApiError extends Error {
  readonly status: number;
  /** A sentence for each field that was refused. */
  readonly fields: Record<string, string>;
  /** How long the backend asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, problem: Partial<Problem> | undefined) {
    super(problem?.detail ?? `The server answered ${response.status}. Please try again.`);
    this.name = "ApiError";
    this.status = response.status;
    this.fields = Object.fromEntries((problem?.errors ?? []).map((e) => [e.field, e.detail]));
    this.retryAfter = retryAfter(response);
  }

  /** Reports whether the same request may succeed later: the backend, or a proxy before it, is busy or unavailable. */
  get retryable(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/**
 * Returns the wait that an answer's Retry-After asks for (RFC 9110, 10.2.3), in milliseconds; a date counts from now.
 */
export function retryAfter(response: Response): number | undefined {
  const value = response.headers.get("retry-after") ?? "";
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return wait > 0 ? wait : undefined;
}

/**
 * Returns the problem (RFC 9457) that the backend itself has answered to the request of an id, undefined for an answer
 * of whatever stands in between: a proxy's page, or JSON that happens to look alike. The backend's problem has its
 * media type, repeats the status, and repeats the request's X-Request-Id.
 */
export function ownProblem(response: Response, body: unknown, requestId: string): Problem | undefined {
  const type = response.headers.get("content-type") ?? "";
  if (!/^application\/problem\+json\s*(;|$)/i.test(type) || typeof body !== "object" || body === null) return undefined;
  const problem = body as Partial<Problem>;
  const whole =
    problem.status === response.status &&
    problem.request_id === requestId &&
    typeof problem.type === "string" &&
    typeof problem.title === "string" &&
    typeof problem.detail === "string" &&
    (problem.errors === undefined || Array.isArray(problem.errors));
  return whole ? (problem as Problem) : undefined;
}

/** Returns the data of a response. It throws ApiError for an error response, and fetch's error without a response. */
export async function unwrap<T>(result: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await result;
  if (!response.ok)
    throw new ApiError(response, typeof error === "object" && error !== null ? (error as Partial<Problem>) : undefined);
  return data as T;
}

/** Returns a sentence for the user about any error of a request. */
export function errorMessage(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return navigator.onLine
    ? "The server cannot be reached. Please try again in a moment."
    : "You are offline. Please try again when the connection is back.";
}
