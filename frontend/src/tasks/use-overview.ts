"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { useNow } from "@/lib/clock";
import type { Clock } from "@/lib/dates";
import { deviceZone, usableZone } from "@/lib/locale";
import { useUser } from "@/session/signed-in";
import { fetchOverview } from "@/tasks/api";
import { keepZone, keptZone } from "@/tasks/kept-zone";
import { useOutbox } from "@/tasks/outbox-provider";
import { overlayFor, overviewWithChanges } from "@/tasks/overlay";

export const overviewQuery = {
  queryKey: ["overview"],
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchOverview(signal),
};

/** Returns the time, by the minute, in the zone of the user's profile. */
export function useClock(): Clock {
  const overview = useQuery(overviewQuery);
  const now = useNow();
  const { id: user } = useUser();
  const answered = overview.data?.timezone;
  useEffect(() => {
    if (answered) keepZone(user, answered);
  }, [user, answered]);
  const zone = usableZone(answered ?? keptZone(user)) ?? deviceZone(); // the profile's may be newer than this browser
  return useMemo(() => ({ now, zone }), [now, zone]);
}

/** Returns what is due and what was done, changes included. */
export function useOverview() {
  const { id: user } = useUser();
  const query = useQuery(overviewQuery);
  const clock = useClock();
  const { changes, acknowledged } = useOutbox();
  const data = useMemo(() => {
    if (!query.data) return undefined;
    const overlay = overlayFor(query.data.fetchedAt, acknowledged, changes);
    return overviewWithChanges(query.data, overlay, clock, user);
  }, [query.data, acknowledged, changes, clock, user]);
  return { ...query, data };
}
