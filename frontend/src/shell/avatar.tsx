"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

import { useUser } from "@/session/signed-in";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

const accountMenu = () => import("@/shell/account-menu");
const AccountMenu = dynamic(accountMenu, { loading: () => <Trigger /> });

/** The button that opens the account menu. */
export function Avatar() {
  const [opened, setOpened] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([accountMenu()])), []);
  return opened ? (
    <AccountMenu trigger={<Trigger />} />
  ) : (
    <Trigger onClick={() => whenFetched(accountMenu(), () => setOpened(true))} />
  );
}

/** It shows the initial of the user. */
function Trigger(props: React.ComponentProps<typeof Button>) {
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
