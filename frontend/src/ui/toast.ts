"use client";

import { useSyncExternalStore } from "react";

/** A short message at the edge of the page; it goes by itself, but not while it is pointed at or has the focus. */
export interface Toast {
  message: string;
  /** What the one button does and says; a screen reader says how to get there otherwise. */
  action?: { label: string; hint: string; run: () => void };
  kind?: "info" | "error";
  /** Called once, when the toast goes, in whichever way. */
  onGone?: () => void;
}

const most = 3;

interface Shown extends Toast {
  id: number;
}

let toasts: Shown[] = [];
const none: Shown[] = [];
const listeners = new Set<() => void>();
let last = 0;

function set(next: Shown[]) {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Shows a toast and returns how to take it away. */
export function toast(one: Toast): () => void {
  const id = ++last;
  toasts.slice(0, Math.max(0, toasts.length - most + 1)).forEach((t) => closeToast(t.id));
  set([...toasts, { ...one, id }]);
  return () => closeToast(id);
}

/** Takes a toast away. */
export function closeToast(id: number) {
  const gone = toasts.find((t) => t.id === id);
  if (!gone) return;
  set(toasts.filter((t) => t.id !== id));
  gone.onGone?.();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The toasts that are shown. */
export function useToasts(): Shown[] {
  return useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
}
