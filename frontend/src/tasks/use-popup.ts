"use client";

import { useMemo, useRef, useState } from "react";

import { loadPopups } from "@/tasks/lazy";
import type { Task } from "@/tasks/task";
import { openWhenFetched } from "@/ui/idle";

/** What can be open at a task. */
export type PopupKind = "menu" | "date" | "list" | "tag" | "priority" | "palette";

export interface Popup {
  kind: PopupKind;
  tasks: Task[];
  /** Where it opens, in the window. */
  at: DOMRect;
}

export interface Popups {
  popup: Popup | undefined;
  open: (kind: PopupKind, tasks: Task[], at?: DOMRect) => void;
  /** Closes it, and runs something once the focus is back where it was, so that it is done to what is there. */
  close: (then?: () => void) => void;
  /** Moves the focus back to where it was before the first popup opened. */
  returnFocus: (event: Event) => void;
}

/** Returns what is open, one thing at a time, and how to open another. */
export function usePopup(): Popups {
  const [popup, setPopup] = useState<Popup>();
  const current = useRef<Popup>(undefined);
  const opener = useRef<Element>(null);
  const stable = useMemo(() => {
    const set = (next: Popup | undefined) => {
      current.current = next;
      setPopup(next);
    };
    return {
      open: (kind: PopupKind, tasks: Task[], at = placeOf(document.activeElement)) => {
        if (tasks.length === 0 && kind !== "palette") return;
        if (!current.current) opener.current = document.activeElement;
        openWhenFetched(loadPopups(), () => set({ kind, tasks, at }));
      },
      close: (then?: () => void) => {
        set(undefined);
        if (then) setTimeout(() => setTimeout(then)); // the focus moves in a timeout that rendering sets
      },
      returnFocus: (event: Event) => {
        event.preventDefault();
        if (current.current) return; // another is open
        const to = opener.current;
        if (to instanceof HTMLElement && to.isConnected && !to.closest("[inert]")) to.focus();
      },
    };
  }, []);
  return { popup, ...stable };
}

/** Returns where what is done by key opens: at the row, or in the middle of the window. */
function placeOf(element: Element | null): DOMRect {
  const row = element?.closest("[data-index]")?.querySelector("[data-title]");
  return row?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 4, 0, 0);
}
