"use client";

import { useMemo, useRef } from "react";

import type { Change } from "@/tasks/changes";
import { toastUndo, useOutbox } from "@/tasks/outbox-provider";
import { toast } from "@/ui/toast";

interface Entry {
  changes: Change[];
  dismiss: () => void;
}

export interface UndoStack {
  /** Says what was done, and offers to undo all of it; it can be undone before the message is known. */
  push: (changes: Change[], message: string | Promise<string>) => void;
  /** Undoes the last change that can be undone. */
  undo: () => void;
}

/** Returns the changes that can be undone; it stays the same. */
export function useUndoStack(): UndoStack {
  const { outbox } = useOutbox();
  const stack = useRef<Entry[]>([]);
  return useMemo(() => {
    function undo(entry = stack.current.at(-1)) {
      if (!entry || !stack.current.includes(entry)) return;
      stack.current = stack.current.filter((other) => other !== entry);
      entry.changes.toReversed().forEach((change) => outbox.undo(change));
      entry.dismiss();
      toast({ message: "Undone" });
    }
    function push(changes: Change[], message: string | Promise<string>) {
      const entry: Entry = { changes, dismiss: () => {} };
      stack.current.push(entry);
      const say = (text: string) => {
        if (stack.current.includes(entry)) entry.dismiss = toastUndo(outbox, changes, text, () => undo(entry));
      };
      if (typeof message === "string") say(message);
      else void message.then(say);
    }
    return { push, undo: () => undo() };
  }, [outbox]);
}
