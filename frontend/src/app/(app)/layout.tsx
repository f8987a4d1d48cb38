import type { ReactNode } from "react";

import { Header } from "@/shell/header";
import { SignedIn } from "@/session/signed-in";
import { Connection } from "@/tasks/connection";
import { OutboxProvider } from "@/tasks/outbox-provider";
import { cn } from "@/ui/cn";
import { Logo } from "@/ui/logo";
import { Skeleton } from "@/ui/skeleton";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <SignedIn waiting={<PageSkeleton />}>
      <OutboxProvider>
        <a
          href="#content"
          className={cn(
            "sr-only focus:not-sr-only focus:fixed focus:left-4 focus:top-3 focus:z-50",
            "focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2",
          )}
        >
          Skip to content
        </a>
        <Header />
        <Connection />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 pb-28 pt-6 outline-none sm:px-6">
          {children}
        </main>
      </OutboxProvider>
    </SignedIn>
  );
}

/** The page before the user is known. */
function PageSkeleton() {
  return (
    <>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-14 max-w-6xl items-center px-4 sm:px-6">
          <Logo />
        </div>
      </header>
      <main aria-busy className="mx-auto flex w-full max-w-6xl flex-col gap-3 px-4 pt-6 sm:px-6">
        <p role="status" className="sr-only">
          Loading
        </p>
        <Skeleton className="h-9 w-40" />
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-14 w-full" />
      </main>
    </>
  );
}
