"use client";

import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useRef } from "react";

import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { closeToast, useToasts } from "@/ui/toast";

const duration = 6000; // milliseconds
const errorDuration = 12_000;

/** Renders the toasts. The page has one, and only in the browser. */
export default function Toaster() {
  const toasts = useToasts();
  const isSpared = useRef(false); // by an Escape that is meant for the window that has the focus
  return (
    <Radix.Provider duration={duration} swipeDirection="right">
      {toasts.map(({ id, message, action, kind, stays }) => (
        <Radix.Root
          key={id}
          open
          type={kind === "error" ? "foreground" : "background"}
          duration={stays ? Infinity : kind === "error" ? errorDuration : duration}
          onEscapeKeyDown={({ target }) => {
            isSpared.current = (target as Element).closest("[role=dialog], [role=menu]") !== null;
            queueMicrotask(() => (isSpared.current = false)); // the message is closed by then
          }}
          onOpenChange={() => isSpared.current || closeToast(id)}
          className={cn(
            "flex animate-in items-center gap-2 rounded-xl bg-ink py-2 pl-4 pr-2 text-sm text-page shadow-lg",
            "pointer-events-auto", // also beside a dialog
          )}
        >
          <Radix.Description className="min-w-0 flex-1 break-words py-1.5">{message}</Radix.Description>
          {action && (
            <Radix.Action altText={action.hint} asChild onClick={action.run}>
              <Button
                variant="quiet"
                size="sm"
                className="font-semibold text-page underline underline-offset-4 hover:bg-transparent hover:text-page"
              >
                {action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label="Dismiss"
              className="text-page hover:bg-transparent hover:text-page"
            >
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        className={cn(
          "fixed inset-x-0 bottom-0 z-[60] m-0 flex list-none flex-col gap-2 p-4 outline-none",
          "max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]", // above the bar of a phone
          "sm:in-data-selecting:bottom-16 max-sm:in-data-selecting:bottom-32", // and above that of a selection
          "sm:left-1/2 sm:right-auto sm:w-[28rem] sm:-translate-x-1/2",
        )}
      />
    </Radix.Provider>
  );
}
