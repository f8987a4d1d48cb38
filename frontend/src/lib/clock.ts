"use client";

import { useSyncExternalStore } from "react";

const minute = 60_000; // milliseconds

// One time and one timer for the whole page, so that everything on it moves on together.
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Returns the time of the last tick, in milliseconds since 1970. */
export function lastTick(): number {
  return now;
}

/** Calls listener at the start of every minute until the returned function is called. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) tick(); // nobody listened before, so the last tick is old
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

function tick() {
  now = Date.now();
  timer = setTimeout(tick, minute - (now % minute));
  listeners.forEach((listener) => listener());
}

/** Returns the time in milliseconds since 1970; it moves on once a minute. */
export function useNow(): number {
  return useSyncExternalStore(onTick, lastTick, lastTick);
}
