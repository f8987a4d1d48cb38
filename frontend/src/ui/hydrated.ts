"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Reports whether the browser runs the page; false while it is still what the server rendered. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
