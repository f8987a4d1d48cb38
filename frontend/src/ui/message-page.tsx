import type { ReactNode } from "react";

import { Logo } from "@/ui/logo";

/** A page that shows one message, and where to go next. */
export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <>
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center px-4 sm:px-6">
        <Logo />
      </header>
      <main className="mx-auto flex max-w-md flex-col items-center gap-4 px-6 py-[16dvh] text-center">
        <h1 className="text-balance text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-pretty text-muted">{text}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-3">{children}</div>
      </main>
    </>
  );
}
