"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Reports whether a media query matches; false until the page runs. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

/** Reports whether the page is as narrow as a phone: it has a bar at the bottom. The widths are those of Tailwind. */
export const usePhone = () => useMedia("(width < 40rem)");
/** Reports whether there is room for the rail beside the list. */
export const useWide = () => useMedia("(width >= 64rem)");

/** Reports whether a field that gets the focus brings a keyboard over half of the page, as on a phone. */
export const hasScreenKeyboard = () => matchMedia("(pointer: coarse)").matches; // "none" has a keyboard alone
