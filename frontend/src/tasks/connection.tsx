"use client";

import { CloudOff } from "lucide-react";

import { useOnline, useOutbox } from "@/tasks/data";

/** Says that there is no connection, and that nothing is lost. */
export function Connection() {
  const online = useOnline();
  const { changes, unreachable } = useOutbox();
  const count = changes.length;
  const kept = count === 0 ? "What you change" : count === 1 ? "One change" : `${count} changes`;
  return (
    <div role="status">
      {(!online || unreachable) && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-sm text-warn">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {online ? "The server cannot be reached." : "You are offline."} {kept} {count > 1 ? "are" : "is"} kept here, and sent when the
          connection is back.
        </p>
      )}
    </div>
  );
}
