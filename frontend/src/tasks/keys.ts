"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";

/** The keys of the task page, as its help lists them. */
export const keys = [
  ["n", "New task"],
  ["/", "Search"],
  ["j  or  ↓", "Next task"],
  ["k  or  ↑", "Previous task"],
  ["x", "Done, or not"],
  ["e  or  Enter", "Edit"],
  ["Delete  or  #", "Delete"],
  ["1  2  3  4", "Priority low, medium, high, critical"],
  ["0", "No priority"],
  ["u", "Undo"],
  ["g", "Open, done, all in turn"],
  ["Escape", "Leave a field"],
  ["?", "These keys"],
] as const;

/** Calls the function of a key that is pressed outside of fields, dialogs and menus; "Mod" is Ctrl or Cmd. */
export function useKeys(on: Record<string, () => void>, enabled: boolean) {
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  useEffect(() => {
    if (!enabled) return;
    const listener = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=dialog]")) return;
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      const name = event.ctrlKey || event.metaKey ? `Mod+${event.key}` : event.key;
      const run = latest.current[name];
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [enabled]);
}

// Single keys can get in the way of speech input, so they can be turned off (WCAG 2.1.4).
const storage = "todo.keys";
const listeners = new Set<() => void>();

function on(): boolean {
  try {
    return localStorage.getItem(storage) !== "off";
  } catch {
    return true;
  }
}

/** Whether single keys do something, and how to change that. */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    on,
    () => true,
  );
  return [
    value,
    (next) => {
      try {
        localStorage.setItem(storage, next ? "on" : "off");
      } catch {
        // A browser that keeps nothing keeps them on.
      }
      listeners.forEach((listener) => listener());
    },
  ];
}
