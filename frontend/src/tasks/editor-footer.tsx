"use client";

import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";

import { useOutbox } from "@/tasks/outbox-provider";
import type { Task } from "@/tasks/task";
import { useOnline } from "@/tasks/use-online";
import { Button } from "@/ui/button";

/** The state of what is typed into an editor. */
export interface Saving {
  isTyping: boolean;
  isSending: boolean;
  isRefused: boolean;
  hasSaved: boolean;
}

/** The lower edge of the editor of a task: what has become of what was typed, and what cannot be saved as it closes. */
export function EditorFooter({
  task,
  saving,
  fault,
  remove,
  discard,
}: {
  task: Task;
  saving: Saving;
  /** What keeps the editor from closing. */
  fault: string | undefined;
  remove: (task: Task) => void;
  discard: () => void;
}) {
  const state = useSavedState(saving);
  const [said, setSaid] = useState("");
  const { isTyping } = saving;
  useEffect(() => {
    setSaid((before) => (isTyping ? "" : before || state)); // once for each change
  }, [isTyping, state]);
  return (
    <>
      {fault && (
        <div role="alert" className="flex flex-1 flex-wrap items-center justify-between gap-2 text-sm text-danger">
          <p>This is not saved yet: {fault}.</p>
          <Button variant="danger" size="sm" onClick={discard}>
            Close without it
          </Button>
        </div>
      )}
      {!fault && (
        <>
          <Button variant="danger" onClick={() => remove(task)}>
            <Trash2 aria-hidden /> Delete
          </Button>
          <span className="flex-1" />
          <span aria-hidden className="text-sm text-muted">
            {state}
          </span>
        </>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

function useSavedState({ isTyping, isSending, isRefused, hasSaved }: Saving): string {
  const { unreachable, unkept } = useOutbox();
  const isWaiting = !useOnline() || unreachable;
  if (isTyping || !hasSaved) return "";
  if (isRefused) return "Not saved";
  if (!isSending) return "Saved";
  return isWaiting && unkept.size === 0 ? "Saved on this device" : "";
}
