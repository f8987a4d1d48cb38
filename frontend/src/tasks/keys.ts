"use client";

import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/**
 * The name of what is pressed, as useKeys has it. A letter counts whatever Caps Lock says, and with Shift is another.
 * On a layout of another script the key's place counts, as on a keyboard of the United States.
 */
export function keyName({ key, code, shiftKey, ctrlKey, metaKey, altKey }: Pressed): string {
  let name = key;
  if (/^[^\p{ASCII}\p{Script=Latin}]$/u.test(key)) name = atPlace(code, shiftKey) ?? key;
  if (/^\p{L}$/u.test(name)) name = shiftKey ? name.toUpperCase() : name.toLowerCase();
  if (shiftKey && name.startsWith("Arrow")) name = `Shift+${name}`;
  if (altKey) name = `Alt+${name}`;
  return ctrlKey || metaKey ? `Mod+${name}` : name;
}

function atPlace(code: string, shiftKey: boolean): string | undefined {
  const [, letter, digit] = /^(?:Key([A-Z])|Digit(\d))$/.exec(code) ?? [];
  if (letter) return letter;
  if (code === "Slash") return shiftKey ? "?" : "/";
  return shiftKey ? (code === "Digit3" ? "#" : undefined) : digit;
}

// What hears its keys itself.
const elsewhere = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=dialog]";

const pause = 3000; // milliseconds in which the second key of two has to follow

/** A key that was pressed as the first of two, with its moment, by performance.now(). */
export interface FirstKey {
  name: string;
  at: number;
}

/** Returns what a key means after a first one: the name of a binding such as "g t" or "j", or the first of two. */
export function resolve(
  name: string,
  at: number,
  first: FirstKey | undefined,
  bindings: Record<string, unknown>,
): string | FirstKey | undefined {
  const both = first && at - first.at < pause ? `${first.name} ${name}` : "";
  if (Object.hasOwn(bindings, both)) return both;
  if (Object.hasOwn(bindings, name)) return name;
  return Object.keys(bindings).some((binding) => binding.startsWith(`${name} `)) ? { name, at } : undefined;
}

/**
 * Calls the function of a key, or of two in turn, that is pressed outside of fields, dialogs and menus; "Mod" is Ctrl
 * or Cmd.
 */
export function useKeys(bindings: Record<string, () => void>, enabled: boolean) {
  const firstRef = useRef<FirstKey>(undefined);
  // With what is shown, not after it: a key that comes at once means the list as it is.
  useLayoutEffect(() => {
    if (!enabled) return;
    const listener = (event: KeyboardEvent) => {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      const first = firstRef.current;
      firstRef.current = undefined;
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || event.isComposing) return;
      if (target.closest(elsewhere)) return;
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      const meant = resolve(keyName(event), event.timeStamp, first, bindings);
      if (!meant) return;
      event.preventDefault();
      if (typeof meant === "string") bindings[meant]?.();
      else firstRef.current = meant;
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [bindings, enabled]);
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
