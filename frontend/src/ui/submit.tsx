"use client";

import type { ComponentProps } from "react";

import { Button } from "@/ui/button";
import { useHydrated } from "@/ui/hydrated";

/**
 * A form's button. It does nothing until the page runs, since the browser itself would send the fields to the wrong place,
 * nor while the form is being sent, when it keeps the focus and says what goes on.
 */
export function Submit({
  busy,
  doing,
  children,
  ...props
}: ComponentProps<typeof Button> & { busy: boolean; doing: string }) {
  const hydrated = useHydrated();
  return (
    <Button
      type="submit"
      disabled={!hydrated}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
      }}
      {...props}
    >
      {busy ? doing : children}
    </Button>
  );
}
