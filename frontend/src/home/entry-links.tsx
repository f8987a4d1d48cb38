"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";

import { Demo } from "@/home/demo";
import { landing } from "@/session/redirect";
import { lastUser } from "@/session/session";
import { useSession } from "@/session/use-session";
import { Button } from "@/ui/button";
import { useHydrated } from "@/ui/hydrated";

/** Reports whether somebody is signed in; while the session loads, or cannot be loaded, whether somebody was. */
function useSignedIn(): boolean {
  const { data, isPending, error } = useSession();
  const hydrated = useHydrated();
  return data !== null || (hydrated && (isPending || error !== null) && lastUser() !== null);
}

/** The sign-in link of the header. */
export function SignInLink() {
  return (
    <Button asChild variant="quiet" className={useSignedIn() ? "invisible" : undefined}>
      <Link href="/auth/signin">Sign in</Link>
    </Button>
  );
}

/** The links to sign in, to create an account and to the demo; for signed-in users, to their tasks. */
export function EntryLinks() {
  const signedIn = useSignedIn();
  return (
    <>
      <div className="mt-8 flex h-12 gap-3">
        {signedIn ? (
          <Button asChild size="lg">
            <Link href={landing}>
              Open my tasks <ArrowRight aria-hidden />
            </Link>
          </Button>
        ) : (
          <>
            <Button asChild size="lg">
              <Link href="/auth/signup">Create an account</Link>
            </Button>
            <Button asChild size="lg" variant="secondary" className="max-sm:px-4">
              <Link href="/auth/signin">Sign in</Link>
            </Button>
          </>
        )}
      </div>
      <div className="mt-3 min-h-16">{!signedIn && <Demo />}</div>
    </>
  );
}
