"use client";

import { useMemo } from "react";

import { useOutbox } from "@/tasks/outbox-provider";
import { undoneSentence, type Step } from "@/tasks/undo-stack";
import { toast } from "@/ui/toast";

export interface Undo {
  /**
   * Does something, says it, and offers to undo it; what is held until then is sent when the message goes. It can be
   * undone before the message is known. The message of a step that calls back when it is undone is its name.
   */
  doing: (run: () => void, message: string | Promise<string>, onUndone?: () => void) => void;
  /** Undoes the last step, and says which. */
  undo: () => void;
}

const messages = new Map<Step, () => void>(); // how to dismiss that of a step

/** Returns how to do what can be undone; it stays the same. */
export function useUndo(): Undo {
  const { outbox } = useOutbox();
  return useMemo(() => {
    function say(step: Step | undefined) {
      if (!step) return;
      messages.get(step)?.();
      step.onUndone?.();
      toast({ message: undoneSentence(step) });
    }
    function offer(step: Step, message: string) {
      const undo = () => {
        const [first] = step.changes; // no more the one that was sent, where it was merged
        if (first) say(outbox.undo(first));
      };
      const dismiss = toast({
        message,
        action: { label: "Undo", hint: "Press U to undo", run: undo },
        onGone: () => {
          messages.delete(step);
          step.changes.forEach(({ id }) => outbox.release(id));
        },
      });
      messages.set(step, dismiss);
    }
    const doing: Undo["doing"] = (run, message, onUndone) => {
      const step = outbox.together(run);
      if (step.changes.length === 0) return;
      if (onUndone) Object.assign(step, { name: message, onUndone });
      if (typeof message === "string") return offer(step, message);
      messages.set(step, () => messages.delete(step));
      void message.then((text) => messages.has(step) && offer(step, text));
    };
    return { doing, undo: () => say(outbox.undo()) };
  }, [outbox]);
}
