import type { ReactNode } from "react";

import { SignedIn } from "@/session/signed-in";
import { Frame } from "@/shell/frame";
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
        <Frame>
          <Connection />
          <main id="content" tabIndex={-1} className={cn(column, "outline-none")}>
            {children}
          </main>
        </Frame>
      </OutboxProvider>
    </SignedIn>
  );
}

/** The page's column; below it is room for what floats there. */
const column = "mx-auto w-full max-w-3xl px-4 pb-36 sm:px-6 sm:pt-2 lg:px-8 lg:pt-6";

/** The page before the user is known. */
function PageSkeleton() {
  return (
    <div className="lg:grid lg:grid-cols-[16.5rem_minmax(0,1fr)]">
      <header
        className={
          "flex h-12 items-center border-b border-line bg-surface px-4 sm:px-6 lg:sticky lg:top-0 lg:h-dvh " +
          "lg:items-start lg:border-b-0 lg:border-r lg:bg-page lg:px-5 lg:pt-3.5"
        }
      >
        <Logo />
      </header>
      <main aria-busy className={cn(column, "flex flex-col gap-2")}>
        <p role="status" className="sr-only">
          Loading
        </p>
        <Skeleton className="mb-3 mt-2 h-7 w-32" />
        {[70, 45, 60, 50, 65].map((width) => (
          <div key={width} className="flex h-10 items-center gap-3 pointer-coarse:h-11">
            <Skeleton className="size-5 rounded-full" />
            <Skeleton className={cn("h-4", width > 55 ? "w-2/3" : "w-2/5")} />
          </div>
        ))}
      </main>
    </div>
  );
}
