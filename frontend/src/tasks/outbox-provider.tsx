"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { landing } from "@/session/redirect";
import { currentUser, useSession } from "@/session/session";
import { useUser } from "@/session/signed-in";
import { sendChanges } from "@/tasks/api";
import { oldestFetch, refetch } from "@/tasks/cache";
import type { Change } from "@/tasks/changes";
import { restore } from "@/tasks/copy";
import { Outbox } from "@/tasks/outbox";
import type { OutboxPort } from "@/tasks/outbox-port";
import { refusalSentence } from "@/tasks/refused";
import { whenIdle } from "@/ui/idle";
import { toast } from "@/ui/toast";

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** The outbox of whoever is signed in. It is above the pages, so that it sends whichever of them is shown. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { id: user } = useUser();
  const session = useSession();
  const router = useRouter();
  const client = useQueryClient();
  const [outbox] = useState(() => {
    const port: OutboxPort = {
      send: (changes, options) => sendChanges(changes, user, options),
      currentUserId: currentUser,
      oldestFetch: () => oldestFetch(client),
      onRefused: (refused) => {
        void client.invalidateQueries();
        if (location.pathname === "/tasks") return; // the page itself shows it
        const action = { label: "Show", hint: "Open the tasks", run: () => router.push(landing) };
        toast({ kind: "error", message: refusalSentence(refused), action });
      },
      onSessionEnded: () => void session.refetch(),
      onMissed: () => void client.invalidateQueries(),
      onDrained: (acknowledged) => refetch(client, acknowledged),
    };
    return new Outbox(user, port, restore(client, user));
  });
  useEffect(() => outbox.start(), [outbox]);
  useEffect(() => {
    const stopping = new AbortController();
    const keep = () =>
      import("@/tasks/keep-copy").then(({ keepCopy }) => keepCopy(client, user, outbox, stopping.signal), () => {});
    const cancel = whenIdle(keep);
    return () => {
      cancel();
      stopping.abort();
    };
  }, [client, user, outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

/** The outbox, and what is to be seen of it. */
export function useOutbox() {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error("useOutbox is for pages below OutboxProvider");
  return { outbox, ...useSyncExternalStore(outbox.subscribe, outbox.get, outbox.get) };
}

/** Says what has been done to a task, with a way to undo it; what is held until then is sent when the message goes. */
export function toastUndo(outbox: Outbox, change: Change, message: string, undo: () => void) {
  return toast({
    message,
    action: { label: "Undo", hint: "Press U to undo", run: undo },
    onGone: () => outbox.release(change.id),
  });
}
