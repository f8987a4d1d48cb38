"use client";

import { useSyncExternalStore } from "react";

import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { onUserChange } from "@/session/session";

interface Session {
  session: components["schemas"]["BetterAuthSession"];
  user: components["schemas"]["BetterAuthUser"];
}

interface SessionState {
  /** The session of the browser, null without one and until it is loaded. */
  data: Session | null;
  /** Whether nothing is known yet. */
  isPending: boolean;
  /** Why the last request failed; data is as it was before. */
  error: unknown;
}

// A store of one value, so that the pages of signed-in users do not load Better Auth's client.
const initial: SessionState = { data: null, isPending: true, error: null };
let state = initial;
let requests = 0;
let started = false;
const listeners = new Set<() => void>();

function update(next: SessionState) {
  state = next;
  for (const listener of listeners) listener();
}

/** Asks the backend again. It resolves when the answer is in, also when the request has failed. */
async function refetch(): Promise<void> {
  const request = ++requests;
  update({ data: state.data, isPending: state.data === null, error: null });
  const next = await getSession().then(
    (data) => ({ data, isPending: false, error: null }),
    (error: unknown) => ({ data: state.data, isPending: false, error }),
  );
  if (request === requests) update(next); // otherwise a later request will answer
}

function getSession(): Promise<Session | null> {
  return unwrap(api.GET("/api/auth/get-session"));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!started) {
    started = true;
    onUserChange(() => void refetch());
    void refetch();
  }
  return () => listeners.delete(listener);
}

/** Returns the session of this browser, the same in all components, and refetch, which loads it again. */
export function useSession() {
  const current = useSyncExternalStore(
    subscribe,
    () => state,
    () => initial,
  );
  return { ...current, refetch };
}

/**
 * Asks the backend whose session the browser has, and returns that user's id, null without a session. It throws when
 * the backend cannot be reached.
 */
export async function currentUser(): Promise<string | null> {
  return (await getSession())?.user.id ?? null;
}
