import type { ReactNode } from "react";

import { Logo } from "@/ui/logo";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center px-4 sm:px-6">
        <Logo />
      </header>
      <main className="mx-auto w-full max-w-md px-4 pb-16 pt-6 sm:pt-[8dvh]">
        <div className="flex flex-col gap-5 sm:rounded-2xl sm:border sm:bg-surface sm:p-8 sm:shadow-xs">{children}</div>
      </main>
    </div>
  );
}
