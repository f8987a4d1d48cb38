"use client";

import { useSyncExternalStore } from "react";

/** A short message at the edge of the page. It closes by itself, but not while it is hovered or has the focus. */
export interface Toast {
  message: string;
  /** The button of the toast. The hint tells a screen reader how to do the same elsewhere. */
  action?: { label: string; hint: string; run: () => void };
  kind?: "info" | "error";
  /** It stays until it is used or dismissed. */
  stays?: boolean;
  /** Called once when the toast closes, for whatever reason. */
  onGone?: () => void;
}

const maxShown = 3;

interface Shown extends Toast {
  id: number;
}

let toasts: Shown[] = [];
const none: Shown[] = [];
const listeners = new Set<() => void>();
let lastId = 0;

function set(next: Shown[]) {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Shows a toast and returns a function that closes it. */
export function toast(content: Toast): () => void {
  const id = ++lastId;
  toasts.slice(0, Math.max(0, toasts.length - maxShown + 1)).forEach((t) => closeToast(t.id));
  set([...toasts, { ...content, id }]);
  return () => closeToast(id);
}

/** Closes a toast. */
export function closeToast(id: number) {
  const closed = toasts.find((t) => t.id === id);
  if (!closed) return;
  set(toasts.filter((t) => t.id !== id));
  closed.onGone?.();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Returns the toasts that are shown. */
export function useToasts(): Shown[] {
  return useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
}
