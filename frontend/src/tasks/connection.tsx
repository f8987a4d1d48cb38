"use client";

import { CloudOff, HardDrive } from "lucide-react";

import { useOnline } from "@/tasks/use-online";
import { useOutbox } from "@/tasks/outbox-provider";

/** Says that there is no connection, and that nothing is lost, or what would be with the page. */
export function Connection() {
  const online = useOnline();
  const { changes, unreachable, unkept } = useOutbox();
  const count = changes.length;
  const kept = count === 0 ? "What you change" : count === 1 ? "One change" : `${count} changes`;
  const atRisk = unkept.size === 1 ? "One change is" : `${unkept.size} changes are`;
  return (
    <div role="status">
      {unkept.size > 0 && (
        <p className="flex items-center justify-center gap-2 bg-danger-soft px-4 py-2 text-sm text-danger">
          <HardDrive aria-hidden className="size-4 shrink-0" />
          This browser has no room left, or keeps nothing for this site. {atRisk} not kept on this device: please leave
          this page open until everything is sent.
        </p>
      )}
      {(!online || unreachable) && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-sm text-warn">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {online ? "The server cannot be reached." : "You are offline."} {kept} {count > 1 ? "are" : "is"} kept here,
          and sent when the connection is back.
        </p>
      )}
    </div>
  );
}
