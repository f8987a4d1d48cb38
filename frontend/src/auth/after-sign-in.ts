"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { isSessionInMemory } from "@/api/fetch";
import { rememberUser } from "@/session/session";
import { useSession } from "@/session/use-session";
import { toast } from "@/ui/toast";

/**
 * Returns afterSignIn, which remembers the user and goes to the page next, and whether the browser is on its way there.
 * A form counts as busy while navigating, so that it is not sent again.
 */
export function useAfterSignIn(next: string) {
  const [navigating, setNavigating] = useState(false);
  const { refetch } = useSession();
  const router = useRouter();
  async function afterSignIn(user: { id: string }) {
    setNavigating(true);
    void rememberUser(user.id);
    if (isSessionInMemory()) {
      toast({
        message:
          "This browser blocks the server’s cookie, " +
          "so you stay signed in only until this page is reloaded or closed.",
      });
    }
    await refetch(); // otherwise the next page might still see no session
    router.replace(next);
  }
  return { navigating, afterSignIn };
}

/** Redirects a user who is already signed in to next. While a form is busy it does not: the form navigates itself. */
export function useRedirectIfSignedIn(next: string, busy: boolean) {
  const { data } = useSession();
  const router = useRouter();
  const redirect = data !== null && !busy;
  useEffect(() => {
    if (redirect) router.replace(next);
  }, [redirect, next, router]);
}
