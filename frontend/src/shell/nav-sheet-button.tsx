"use client";

import dynamic from "next/dynamic";
import { useEffect, useState, type ComponentProps } from "react";

import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

const loadSheet = () => import("@/shell/nav-sheet");
const NavSheet = dynamic(loadSheet);

/** A button that opens the views as a sheet. */
export function NavSheetButton(props: ComponentProps<typeof Button>) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([loadSheet()])), []);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => whenFetched(loadSheet(), () => setOpen(true))}
        {...props}
      />
      {isOpen && <NavSheet close={() => setOpen(false)} />}
    </>
  );
}
