"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef } from "react";

import { landing } from "@/session/redirect";
import { Nav } from "@/shell/nav";
import { Button } from "@/ui/button";
import { onEscape } from "@/ui/escape";
import { focusHeading } from "@/ui/focus-heading";
import { Logo } from "@/ui/logo";

/** The views as a sheet from the left. */
export default function NavSheet({ close }: { close: () => void }) {
  const opener = useRef<HTMLElement>(null);
  const hasChosen = useRef(false);
  return (
    <Radix.Root open onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          className={
            "fixed inset-y-0 left-0 z-50 flex w-80 max-w-[85vw] animate-from-left flex-col bg-page shadow-xl " +
            "pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)]"
          }
          onKeyDown={onEscape(close)}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement as HTMLElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (hasChosen.current) focusHeading();
            else opener.current?.focus();
          }}
        >
          <div className="flex h-14 shrink-0 items-center justify-between pl-5 pr-3">
            <Radix.Title className="sr-only">Views</Radix.Title>
            <Logo href={landing} />
            <Radix.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          <div className="flex-1 overflow-y-auto px-3 pb-6 pt-1">
            <Nav
              onShow={() => {
                hasChosen.current = true;
                close();
              }}
            />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
