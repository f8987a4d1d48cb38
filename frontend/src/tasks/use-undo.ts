"use client";

import { useMemo, useRef } from "react";

import type { Change } from "@/tasks/changes";
import { useOutbox } from "@/tasks/outbox-provider";
import { undoneSentence, type Step } from "@/tasks/undo-stack";
import { toast } from "@/ui/toast";

export interface Undo {
  /**
   * Does something, says it, and offers to undo it; what is held until then is sent when the message goes. It can be
   * undone before the message is known.
   */
  doing: (run: () => void, message: string | Promise<string>) => void;
  /** Undoes the last step, and says which. */
  undo: () => void;
}

/** Returns how to do what can be undone; it stays the same. */
export function useUndo(): Undo {
  const { outbox } = useOutbox();
  const messages = useRef(new Map<string, () => void>()); // how to dismiss that of a step, by its first change
  return useMemo(() => {
    function say(step: Step | undefined) {
      if (!step) return;
      messages.current.get(step.changes[0]?.id ?? "")?.();
      toast({ message: undoneSentence(step) });
    }
    function offer({ changes }: Step, first: Change, message: string) {
      const dismiss = toast({
        message,
        action: { label: "Undo", hint: "Press U to undo", run: () => say(outbox.undo(first)) },
        onGone: () => {
          messages.current.delete(first.id);
          changes.forEach(({ id }) => outbox.release(id));
        },
      });
      messages.current.set(first.id, dismiss);
    }
    function doing(run: () => void, message: string | Promise<string>) {
      const step = outbox.together(run);
      const [first] = step.changes;
      if (!first) return;
      if (typeof message === "string") return offer(step, first, message);
      messages.current.set(first.id, () => messages.current.delete(first.id));
      void message.then((text) => messages.current.has(first.id) && offer(step, first, text));
    }
    return { doing, undo: () => say(outbox.undo()) };
  }, [outbox]);
}
