"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef, type ComponentProps, type ReactNode } from "react";

import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { onEscape } from "@/ui/escape";
import { hasScreenKeyboard } from "@/ui/media";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

/**
 * The window of a dialog: a sheet from the bottom on a phone, centred elsewhere. A field with data-first gets the
 * focus. On closing, the focus returns to where it was, or onCloseAutoFocus decides when that element has been removed.
 */
export function DialogContent({
  title,
  description,
  className,
  children,
  onCloseAutoFocus,
  ...props
}: Omit<ComponentProps<typeof Radix.Content>, "title"> & { title: string; description?: ReactNode }) {
  const opener = useRef<HTMLElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-shade" />
      <Radix.Content
        className={cn(
          "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] animate-in flex-col gap-4 overflow-y-auto",
          "rounded-t-2xl bg-surface p-5 shadow-xl sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[10dvh]",
          "sm:max-h-[80dvh] sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:rounded-2xl sm:p-6",
          className,
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
        onKeyDown={onEscape(() => closing.current?.click())}
        onOpenAutoFocus={(event) => {
          opener.current = document.activeElement as HTMLElement;
          const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>("[data-first]");
          if (!first || hasScreenKeyboard()) return;
          event.preventDefault();
          first.focus();
        }}
        onCloseAutoFocus={(event) => {
          if (opener.current?.isConnected && !opener.current.closest("[inert]")) {
            event.preventDefault();
            opener.current.focus();
          } else {
            onCloseAutoFocus?.(event);
          }
        }}
      >
        <div className="flex items-start justify-between gap-4">
          <div>
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            <Button ref={closing} variant="quiet" size="icon-sm" aria-label="Close" className="-mr-2 -mt-1">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </div>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}
