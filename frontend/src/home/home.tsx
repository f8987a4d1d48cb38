"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";

import { Demo } from "@/home/demo";
import { Picture } from "@/home/picture";
import { lastUser, useHydrated, useSession } from "@/session/session";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";

/** The first page: what this is, and the ways in. */
export function Home() {
  const { data, isPending } = useSession();
  const hydrated = useHydrated();
  const signedIn = data !== null || (hydrated && isPending && lastUser() !== null);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between px-4 sm:px-6">
        <Logo />
        <Button asChild variant="quiet" className={signedIn ? "invisible" : undefined}>
          <Link href="/auth/signin">Sign in</Link>
        </Button>
      </header>
      <main className="mx-auto grid w-full max-w-6xl flex-1 content-center items-center gap-x-16 gap-y-10 px-4 py-8 sm:px-6 lg:grid-cols-[1fr_30rem]">
        <div>
          <h1 className="max-w-md text-balance text-4xl font-semibold leading-tight tracking-tight sm:text-5xl sm:leading-tight">
            A todo list that takes a line as you say it
          </h1>
          <p className="mt-4 max-w-md text-pretty text-lg text-muted">
            Type “call Ann tomorrow at 9am”, and it is a task with a date. It works with the keyboard, on a phone, and while there is no
            connection.
          </p>
          <div className="mt-8 flex h-12 gap-3">
            {signedIn ? (
              <Button asChild size="lg">
                <Link href="/tasks">
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
        </div>
        <Picture />
      </main>
      <footer className="mx-auto w-full max-w-6xl px-4 py-5 text-sm text-muted sm:px-6">
        Nothing here comes from elsewhere: no trackers, no advertisements.
      </footer>
    </div>
  );
}
