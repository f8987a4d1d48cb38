"use client";

import { LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { useTheme } from "@/app/providers";
import { signOut, useUser } from "@/session/signed-in";
import { useOutbox } from "@/tasks/data";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import type { Theme } from "@/ui/theme";
import { toast } from "@/ui/toast";

/** The head of the pages of people who are signed in. */
export function Header() {
  const { known } = useUser();
  const [theme, chooseTheme] = useTheme();
  const { outbox } = useOutbox();
  const [leaving, setLeaving] = useState(false);
  const name = known?.name || known?.email || "";

  async function out() {
    setLeaving(true);
    try {
      await outbox.sendAll();
      await signOut();
    } catch {
      setLeaving(false);
      toast({ kind: "error", message: "You are still signed in: the server cannot be reached. Please try again when the connection is back." });
    }
  }

  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-6xl items-center justify-between px-4 sm:px-6">
        <Logo href="/tasks" />
        <Menu>
          <MenuTrigger asChild>
            <Button variant="quiet" size="icon" aria-label={name ? `Account of ${name}` : "Account"} className="rounded-full">
              <span aria-hidden className="flex size-8 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
                {name.charAt(0).toUpperCase()}
              </span>
            </Button>
          </MenuTrigger>
          <MenuContent>
            {known && (
              <MenuLabel className="max-w-64">
                <span className="block truncate text-sm text-ink">{known.name || known.email}</span>
                {known.name && <span className="block truncate">{known.email}</span>}
              </MenuLabel>
            )}
            <MenuItem asChild>
              <Link href="/account">
                <Settings aria-hidden /> Account
              </Link>
            </MenuItem>
            <MenuSeparator />
            <MenuLabel>Theme</MenuLabel>
            <MenuRadioGroup value={theme} onValueChange={(value) => chooseTheme(value as Theme)}>
              <MenuRadioItem value="system">Like the device</MenuRadioItem>
              <MenuRadioItem value="light">Light</MenuRadioItem>
              <MenuRadioItem value="dark">Dark</MenuRadioItem>
            </MenuRadioGroup>
            <MenuSeparator />
            <MenuItem disabled={leaving} onSelect={() => void out()}>
              <LogOut aria-hidden /> Sign out
            </MenuItem>
          </MenuContent>
        </Menu>
      </div>
    </header>
  );
}
