"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import {
  createContext,
  useContext,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";

import { landing } from "@/session/redirect";
import { currentUser, useSession } from "@/session/use-session";
import { useUser } from "@/session/signed-in";
import { Replica, type Snapshot } from "@/sync/replica";
import { sendChanges } from "@/tasks/api";
import { Outbox } from "@/tasks/outbox";
import type { OutboxPort } from "@/tasks/outbox-port";
import { refusalSentence } from "@/tasks/refused";
import { toast } from "@/ui/toast";

const pullEvery = 20_000; // milliseconds, while the page is in sight

interface Provided {
  outbox: Outbox;
  outboxState: ReturnType<Outbox["get"]>;
  copy: Snapshot;
  pull: Pick<UseQueryResult, "isError" | "error" | "isPaused" | "refetch">;
}

const Context = createContext<Provided | undefined>(undefined);

/**
 * The device's copy and the outbox of whoever is signed in. They are above the pages, so that what is done is sent, and
 * the copy kept right, whichever page is shown.
 */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { id: user } = useUser();
  const session = useSession();
  const router = useRouter();
  const client = useQueryClient();
  const [{ outbox, replica }] = useState(() => {
    const replica = new Replica(user);
    const pullAgain = () => void client.invalidateQueries({ queryKey: ["pull"] });
    const port: OutboxPort = {
      send: (changes, options) => sendChanges(changes, user, options),
      currentUserId: currentUser,
      onConfirmed: ({ change, task }, options) => {
        replica.hold({ key: [change.seq, change.id], task: task?.id ?? change.task, after: task }, options);
      },
      onRefused: (refused) => {
        void client.invalidateQueries();
        if (location.pathname === "/tasks") return; // the page itself shows it
        const action = { label: "Show", hint: "Open the tasks", run: () => router.push(landing) };
        toast({ kind: "error", message: refusalSentence(refused), action });
      },
      onSessionEnded: () => void session.refetch(),
      onMissed: pullAgain,
      onDrained: pullAgain,
    };
    return { replica, outbox: new Outbox(user, port) };
  });
  useEffect(() => replica.start(), [replica]);
  useEffect(() => outbox.start(), [outbox]);
  const { isError, error, isPaused, refetch } = useQuery({
    queryKey: ["pull"],
    queryFn: ({ signal }) => replica.pull(signal).then(() => null),
    staleTime: 0,
    refetchInterval: pullEvery,
  });
  const outboxState = useSyncExternalStore(outbox.subscribe, outbox.get, outbox.get);
  const copy = useSyncExternalStore(replica.subscribe, replica.get, replica.get);
  const latest = useMemo(() => ({ outboxState, copy }), [outboxState, copy]);
  const deferred = useDeferredValue(latest);
  // What the user does is shown at once; what the backend tells is rendered in slices, so that no key waits for it.
  const shown = deferred.outboxState === outboxState ? deferred : latest;
  const provided = useMemo(
    () => ({ outbox, pull: { isError, error, isPaused, refetch }, ...shown }),
    [outbox, isError, error, isPaused, refetch, shown],
  );
  return <Context value={provided}>{children}</Context>;
}

function useProvided(): Provided {
  const provided = useContext(Context);
  if (!provided) throw new Error("this works only below OutboxProvider");
  return provided;
}

/** Returns the outbox, and what is to be seen of it. */
export function useOutbox() {
  const { outbox, outboxState } = useProvided();
  return { outbox, ...outboxState };
}

/** Returns what is to be seen of the device's copy, and the query that keeps it right. */
export function useCopy() {
  const { copy, pull } = useProvided();
  return { copy, pull };
}
