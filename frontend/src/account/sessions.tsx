"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { formatDistanceToNow } from "date-fns";
import { Laptop, Smartphone, Tablet, Terminal } from "lucide-react";
import { useRef } from "react";

import { unwrap, api, ApiError, errorMessage } from "@/api/client";
import type { components } from "@/api/schema";
import { deviceOf } from "@/account/device";
import { Section } from "@/account/section";
import { tryAuth, auth, describeAuthError } from "@/api/auth";
import { formatFull } from "@/lib/dates";
import { dateLocale, deviceZone } from "@/lib/locale";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Skeleton } from "@/ui/skeleton";
import { toast } from "@/ui/toast";

type Session = components["schemas"]["Session"];

const key = ["sessions"];
const icons = { computer: Laptop, phone: Smartphone, tablet: Tablet, program: Terminal };

/** Lists the sessions of the user, and revokes them. */
export function SessionsSection() {
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/auth/sessions", { signal }))).sessions,
  });
  const list = useRef<HTMLUListElement>(null);
  const { mutate } = useRevoke();
  const sessions = query.data?.toSorted((a, b) => Number(b.current) - Number(a.current)); // this one first
  const others = sessions?.filter((session) => !session.current) ?? [];

  function revoke(which: Session[]) {
    list.current?.focus(); // the buttons that had it are removed
    mutate(which);
  }

  return (
    <Section
      title="Devices"
      hint="Where you are signed in. If you do not recognise a session, end it and change your password."
    >
      {sessions ? (
        <ul ref={list} tabIndex={-1} aria-label="Sessions" className="divide-y rounded-xl border bg-surface">
          {sessions.map((session) => (
            <Row key={session.id} session={session} revoke={() => revoke([session])} />
          ))}
        </ul>
      ) : query.isError ? (
        <>
          <Notice kind="error">{errorMessage(query.error)}</Notice>
          <Button variant="secondary" className="self-start" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </>
      ) : query.isPaused ? (
        <Notice>Your sessions are not here without a connection.</Notice>
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
      {others.length > 1 && (
        <Button variant="secondary" className="self-start" onClick={() => revoke(others)}>
          End all others
        </Button>
      )}
    </Section>
  );
}

function Row({ session, revoke }: { session: Session; revoke: () => void }) {
  const device = deviceOf(session.user_agent);
  const Icon = icons[device.kind];
  return (
    <li className="flex items-center gap-3 px-3 py-3 sm:px-4">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">
          {device.words}
          {session.current && (
            <span className="ml-2 rounded-full bg-accent-soft px-2 py-0.5 text-xs text-accent">This device</span>
          )}
        </p>
        <p className="text-muted [overflow-wrap:anywhere]">
          Signed in{" "}
          <time dateTime={session.created_at} title={formatFull(session.created_at, deviceZone(), dateLocale())}>
            {formatDistanceToNow(session.created_at, { addSuffix: true })}
          </time>
          {session.ip_address && ` from ${session.ip_address}`}
        </p>
      </div>
      {!session.current && (
        <Button variant="secondary" size="sm" onClick={revoke} aria-label={`End: ${device.words}`}>
          End
        </Button>
      )}
    </li>
  );
}

/** Revokes one session, or all others. They leave the list at once, and come back when the server refuses. */
function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    networkMode: "always", // without a connection it fails, rather than waiting for one
    mutationFn: async (which: Session[]) => {
      const [session] = which;
      if (session && which.length === 1) {
        try {
          await unwrap(api.DELETE("/api/auth/sessions/{id}", { params: { path: { id: session.id } } }));
        } catch (error) {
          const alreadyEnded = error instanceof ApiError && error.status === 404;
          if (!alreadyEnded) throw new Error(errorMessage(error), { cause: error });
        }
      } else {
        const { error } = await tryAuth(auth.revokeOtherSessions());
        if (error) throw new Error(describeAuthError(error).message);
      }
    },
    onMutate: async (which) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Session[]>(key);
      const revoked = new Set(which.map(({ id }) => id));
      client.setQueryData<Session[]>(key, (all) => all?.filter(({ id }) => !revoked.has(id)));
      return { before };
    },
    onSuccess: (_, which) =>
      toast({ message: which.length === 1 ? "The session has ended." : "All other sessions have ended." }),
    onError: (error, _, context) => {
      client.setQueryData(key, context?.before);
      toast({ kind: "error", message: `Still signed in there: ${error.message}` });
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
