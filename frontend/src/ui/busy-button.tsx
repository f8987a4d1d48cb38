"use client";

import type { ComponentProps } from "react";

import { Button } from "@/ui/button";
import { useHydrated } from "@/ui/hydrated";

/**
 * A button for something that takes a while; it submits its form unless type says otherwise. While busy, it keeps the
 * focus, says busyLabel, and does nothing. Until the page is hydrated it is disabled, since the browser would send the
 * form's fields to this page's own address.
 */
export function BusyButton({
  busy,
  busyLabel,
  onClick,
  children,
  ...props
}: ComponentProps<typeof Button> & { busy: boolean; busyLabel: string }) {
  const hydrated = useHydrated();
  return (
    <Button
      type="submit"
      disabled={!hydrated}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...props}
    >
      {busy ? busyLabel : children}
    </Button>
  );
}
