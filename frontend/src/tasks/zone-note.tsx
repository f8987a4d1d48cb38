"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, errorMessage, unwrap } from "@/api/client";
import { timeIn, type Clock } from "@/lib/dates";
import { dateLocale, reportedZone } from "@/lib/locale";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** Says that times are in another zone than the device's, where clocks differ, and offers to change that. */
export default function ZoneNote({ clock }: { clock: Clock }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const here = reportedZone();
  const time = (zone: string) => timeIn(zone, clock.now, dateLocale());
  if (!here || time(here) === time(clock.zone)) return null;

  async function change(timezone: string) {
    setBusy(true);
    try {
      await unwrap(api.PATCH("/api/auth/profile", { body: { timezone } }));
      await client.invalidateQueries();
      toast({ message: `Dates are in ${city(timezone)}’s time now` });
    } catch (error) {
      toast({ kind: "error", message: errorMessage(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <p role="note" className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
      Times are in {city(clock.zone)}, where it is {time(clock.zone)}. This device is in {city(here)}.
      <Button variant="quiet" size="sm" disabled={busy} onClick={() => void change(here)}>
        Use {city(here)}’s time
      </Button>
    </p>
  );
}

const city = (zone: string) => zone.replace(/^.*\//, "").replaceAll("_", " ");
