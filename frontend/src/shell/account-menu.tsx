"use client";

import { LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";

import { useTheme } from "@/ui/providers";
import { signOut, useUser } from "@/session/signed-in";
import { useOutbox } from "@/tasks/outbox-provider";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/ui/menu";
import { themes, type Theme } from "@/ui/theme";
import { toast } from "@/ui/toast";

const stillSignedIn =
  "You are still signed in: the server cannot be reached. Please try again when the connection is back.";

/** The account menu, open from the start: it is loaded when it is first opened. */
export default function AccountMenu({ trigger }: { trigger: ReactNode }) {
  const { profile } = useUser();
  const [theme, chooseTheme] = useTheme();
  const { outbox } = useOutbox();
  const [leaving, setLeaving] = useState(false);

  async function sendAndLeave() {
    setLeaving(true);
    try {
      await outbox.sendAll();
      await signOut();
    } catch {
      setLeaving(false);
      const left = outbox.get().changes.length;
      if (left === 0 || !navigator.onLine) {
        toast({ kind: "error", message: stillSignedIn });
        return;
      }
      const unsent = left === 1 ? "one change has" : `${left} changes have`;
      toast({
        kind: "error",
        message:
          `You are still signed in: ${unsent} not been sent. ` +
          "Unsent changes stay on this device until you sign in again.",
        action: {
          label: "Sign out now",
          hint: "Signs out and keeps your unsent changes on this device",
          run: () => void leaveNow(),
        },
      });
    }
  }

  async function leaveNow() {
    await signOut().catch(() => toast({ kind: "error", message: stillSignedIn }));
  }

  return (
    <Menu defaultOpen modal={false}>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent>
        {profile && (
          <MenuLabel className="max-w-64">
            <span className="block truncate text-sm text-ink">{profile.name || profile.email}</span>
            {profile.name && <span className="block truncate">{profile.email}</span>}
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
          {Object.entries(themes).map(([value, label]) => (
            <MenuRadioItem key={value} value={value}>
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem disabled={leaving} onSelect={() => void sendAndLeave()}>
          <LogOut aria-hidden /> Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
