"use client";

import { useMemo } from "react";

import { useNow } from "@/lib/clock";
import type { Clock } from "@/lib/dates";
import { deviceZone, usableZone } from "@/lib/locale";
import { useProfile } from "@/session/profile";

/** Returns the time, by the minute, in the zone of the user's profile. */
export function useClock(): Clock {
  const now = useNow();
  const zone = usableZone(useProfile().data?.timezone) ?? deviceZone(); // the profile's may be newer than this browser
  return useMemo(() => ({ now, zone }), [now, zone]);
}
