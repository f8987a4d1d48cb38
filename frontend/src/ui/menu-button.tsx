"use client";

import { Ellipsis } from "lucide-react";
import { useEffect, useState, type ComponentProps, type ReactNode } from "react";

import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

/** What a menu that is loaded by need gets: its button, and whether it is open. */
export interface LazyMenu {
  trigger: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A button with dots that opens a menu, which is loaded with the first. A click without a pointer opens it, too. */
export function MenuButton({
  load,
  children,
  ...props
}: Omit<ComponentProps<typeof Button>, "children"> & {
  load: () => Promise<unknown>;
  children: (menu: LazyMenu) => ReactNode;
}) {
  const [open, setOpen] = useState<boolean>(); // undefined until it is first opened
  useEffect(() => whenIdle(() => Promise.allSettled([load()])), [load]);
  const trigger = (
    <Button
      variant="quiet"
      aria-haspopup="menu"
      {...props}
      onClick={({ detail }) => {
        if (open === undefined) whenFetched(load(), () => setOpen(true));
        else if (detail === 0) setOpen(true); // a menu's button hears pointers and keys by itself
      }}
    >
      <Ellipsis aria-hidden />
    </Button>
  );
  return open === undefined ? trigger : children({ trigger, open, onOpenChange: setOpen });
}
