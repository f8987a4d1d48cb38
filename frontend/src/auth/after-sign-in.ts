"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { isSessionInMemory } from "@/api/fetch";
import { rememberUser, useSession } from "@/session/session";
import { toast } from "@/ui/toast";

/**
 * What follows a sign-in that has succeeded: the browser notes who it was and goes on to a page of this site. The promise
 * never ends, so that what awaits it stays busy, and is not sent again, until that page is there.
 */
export function useAfterSignIn() {
  const { refetch } = useSession();
  const router = useRouter();
  return async (user: { id: string }, next: string): Promise<never> => {
    rememberUser(user.id);
    if (isSessionInMemory()) {
      toast({
        message:
          "This browser keeps no cookie for the server, so you are signed in until this page is reloaded or closed.",
      });
    }
    await refetch(); // else the next page could still see that nobody is signed in
    router.replace(next);
    return new Promise(() => {});
  };
}

/** Leads somebody who is signed in already on to next, but not while a form is being sent, which has its own way to go on. */
export function useRedirectIfSignedIn(next: string, sending: boolean) {
  const { data } = useSession();
  const router = useRouter();
  const already = data !== null && !sending;
  useEffect(() => {
    if (already) router.replace(next);
  }, [already, next, router]);
}
