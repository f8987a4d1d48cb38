"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

import { useUser } from "@/session/signed-in";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";
import { Logo } from "@/ui/logo";

const accountMenu = () => import("@/shell/account-menu");
const AccountMenu = dynamic(accountMenu, { loading: () => <Avatar /> });

/** The header of the pages for signed-in users. */
export function Header() {
  const [opened, setOpened] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([accountMenu()])), []);
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-6xl items-center justify-between px-4 sm:px-6">
        <Logo href="/tasks" />
        {opened ? (
          <AccountMenu trigger={<Avatar />} />
        ) : (
          <Avatar onClick={() => whenFetched(accountMenu(), () => setOpened(true))} />
        )}
      </div>
    </header>
  );
}

/** The button that opens the account menu; it shows the initial of the user. */
function Avatar(props: React.ComponentProps<typeof Button>) {
  const { profile } = useUser();
  const name = profile?.name || profile?.email || "";
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={name ? `Account of ${name}` : "Account"}
      aria-haspopup="menu"
      className="rounded-full"
      {...props}
    >
      <span
        aria-hidden
        className={
          "flex size-8 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent"
        }
      >
        {name.charAt(0).toUpperCase()}
      </span>
    </Button>
  );
}
