"use client";

import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";

import { Button } from "@/ui/button";

/** A short message at the edge of the page; it goes by itself, but not while it is pointed at or has the focus. */
export interface Toast {
  message: string;
  /** What the one button does and says; a screen reader says how to get there otherwise. */
  action?: { label: string; hint: string; run: () => void };
  kind?: "info" | "error";
  /** Called once, when the toast goes, in whichever way. */
  onGone?: () => void;
}

const shown = 6000; // milliseconds
const most = 3;

let toasts: (Toast & { id: number; open: boolean })[] = [];
const none: typeof toasts = [];
const listeners = new Set<() => void>();
let last = 0;

function set(next: typeof toasts) {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Shows a toast and returns how to take it away. */
export function toast(one: Toast): () => void {
  const id = ++last;
  const open = toasts.filter((t) => t.open);
  open.slice(0, Math.max(0, open.length - most + 1)).forEach((t) => close(t.id));
  set([...toasts, { ...one, id, open: true }]);
  return () => close(id);
}

function close(id: number) {
  const gone = toasts.find((t) => t.id === id && t.open);
  if (!gone) return;
  set(toasts.filter((t) => t.id !== id));
  gone.onGone?.();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Where the toasts are; once in the page. */
export function Toaster() {
  const list = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
  return (
    <Radix.Provider duration={shown} swipeDirection="right">
      {list.map(({ id, message, action, kind, open }) => (
        <Radix.Root
          key={id}
          open={open}
          type={kind === "error" ? "foreground" : "background"}
          {...(kind === "error" ? { duration: 12_000 } : {})}
          onOpenChange={(open) => !open && close(id)}
          className="flex animate-in items-center gap-2 rounded-xl bg-ink py-2 pl-4 pr-2 text-sm text-page shadow-lg"
        >
          <Radix.Description className="min-w-0 flex-1 break-words py-1.5">{message}</Radix.Description>
          {action && (
            <Radix.Action altText={action.hint} asChild onClick={action.run}>
              <Button variant="quiet" size="sm" className="font-semibold text-page underline underline-offset-4 hover:bg-transparent hover:text-page">
                {action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <Button variant="quiet" size="icon-sm" aria-label="Dismiss" className="text-page hover:bg-transparent hover:text-page">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed inset-x-0 bottom-0 z-[60] m-0 flex list-none flex-col gap-2 p-4 outline-none sm:left-1/2 sm:right-auto sm:w-[28rem] sm:-translate-x-1/2" />
    </Radix.Provider>
  );
}
