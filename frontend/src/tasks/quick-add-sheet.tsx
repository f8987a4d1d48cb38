"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useRef, type ReactNode } from "react";

import { Button } from "@/ui/button";
import { onEscape } from "@/ui/escape";

/** A sheet above the keyboard of a phone, for the field of a new task. It stays open for the next one. */
export default function QuickAddSheet({
  name,
  close,
  onHeight,
  children,
}: {
  /** Where the new task is added. */
  name: string;
  close: () => void;
  /** Called with how much of the page the sheet and the keyboard cover, in pixels. */
  onHeight: (covered: number) => void;
  children: ReactNode;
}) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const visual = window.visualViewport;
    const place = () => {
      if (!sheet.current) return;
      // A keyboard leaves the layout as it is, and covers it from below (CSSOM View, VisualViewport).
      const keyboard = visual ? Math.max(0, innerHeight - visual.height - visual.offsetTop) : 0;
      sheet.current.style.bottom = `${keyboard}px`;
      onHeight(keyboard + sheet.current.offsetHeight);
    };
    place();
    const observer = new ResizeObserver(place);
    if (sheet.current) observer.observe(sheet.current);
    visual?.addEventListener("resize", place);
    visual?.addEventListener("scroll", place);
    return () => {
      observer.disconnect();
      visual?.removeEventListener("resize", place);
      visual?.removeEventListener("scroll", place);
      onHeight(0);
    };
  }, [onHeight]);
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Content
          ref={sheet}
          aria-describedby={undefined}
          onKeyDown={onEscape(close)}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            sheet.current?.querySelector("input")?.focus();
          }}
          onEscapeKeyDown={(event) => {
            // It closes what the field completes to, should that be open.
            if (event.target instanceof Element && event.target.ariaExpanded === "true") event.preventDefault();
          }}
          onPointerDownOutside={(event) => event.preventDefault()} // one may scroll the list meanwhile
          onFocusOutside={(event) => event.preventDefault()}
          className={
            "fixed inset-x-0 bottom-0 z-40 animate-in rounded-t-2xl border-t border-line bg-surface p-4 pt-2 " +
            "shadow-xl pb-[max(1rem,env(safe-area-inset-bottom))]"
          }
        >
          <div className="flex items-center justify-between pb-1">
            <Radix.Title dir="auto" className="min-w-0 truncate text-sm font-semibold">
              New task in {name}
            </Radix.Title>
            <Radix.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close" className="-mr-2">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
