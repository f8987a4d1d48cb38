import type { KeyboardEvent } from "react";

/**
 * Returns what hears the keys of a window: Escape closes it. Radix does that by itself, but asks the youngest of its
 * layers alone, which may be a message that has appeared meanwhile.
 */
export const onEscape = (close: () => void) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (!event.currentTarget.contains(event.target as Node)) return; // it is in a window of its own, opened from this one
  event.preventDefault();
  close();
};
