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
    const seconds = Number(response.headers.get("retry-after"));
    this.retryAfter = seconds > 0 ? seconds * 1000 : undefined;
  }

  /** Whether the same request may well succeed in a while: the backend, or what stands before it, is not there or busy. */
  get passing(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
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
