import createClient from "openapi-fetch";

import { apiFetch, apiURL } from "@/api/fetch";
import type { components, paths } from "@/api/schema";

type Schemas = components["schemas"];

/** What the backend's openapi.yaml says of a problem (RFC 9457). */
export type Problem = Schemas["Problem"];

/** The REST functions, typed by the backend's openapi.yaml: `npm run api` writes schema.d.ts. */
export const api = createClient<paths>({ baseUrl: apiURL, fetch: (request) => apiFetch(request) });

/** An answer that is an error. Its message is the backend's sentence for a person. */
export class Refused extends Error {
  readonly status: number;
  /** What is wrong with which field. */
  readonly fields: Record<string, string>;
  /** How long the backend asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, problem: Partial<Problem> | undefined) {
    super(problem?.detail ?? `The server answered ${response.status}. Please try again.`);
    this.name = "Refused";
    this.status = response.status;
    this.fields = Object.fromEntries((problem?.errors ?? []).map((e) => [e.field, e.detail]));
    this.retryAfter = retryAfter(response);
  }

  /** Whether the same request may well succeed in a while: the backend, or what stands before it, is not there or busy. */
  get passing(): boolean {
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

/** The data of an answer; throws Refused for an error, and what fetch throws when the network fails. */
export async function answer<T>(result: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await result;
  if (!response.ok) throw new Refused(response, typeof error === "object" && error !== null ? (error as Partial<Problem>) : undefined);
  return data as T;
}

/** A sentence for whatever went wrong. */
export function sentence(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return navigator.onLine
    ? "The server cannot be reached. Please try again in a moment."
    : "You are offline. Please try again when the connection is back.";
}
