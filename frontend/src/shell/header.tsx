"use client";

import { Menu } from "lucide-react";

import { landing } from "@/session/redirect";
import { Avatar } from "@/shell/avatar";
import { NavSheetButton } from "@/shell/nav-sheet-button";
import { Logo } from "@/ui/logo";

/** The header of the pages for signed-in users, where the rail has no room. */
export function Header({ withMenu }: { withMenu: boolean }) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="flex h-12 items-center gap-2 px-4 sm:px-6">
        {withMenu && (
          <NavSheetButton variant="quiet" size="icon" aria-label="Views" className="-ml-2">
            <Menu aria-hidden className="size-5" />
          </NavSheetButton>
        )}
        <Logo href={landing} />
        <div className="-mr-1 ml-auto">
          <Avatar />
        </div>
      </div>
    </header>
  );
}
