"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";

import { Avatar } from "@/shell/avatar";
import { BottomBar } from "@/shell/bottom-bar";
import { Header } from "@/shell/header";
import { Nav } from "@/shell/nav";
import { landing } from "@/session/redirect";
import { Logo } from "@/ui/logo";
import { usePhone, useWide } from "@/ui/media";

const nothing = { default: () => null };
const Behind = dynamic(() => import("@/shell/behind").catch(() => nothing), { ssr: false });

/** What is around the pages of signed-in users: a rail where there is room, else a header, on phones a bottom bar. */
export function Frame({ children }: { children: ReactNode }) {
  const wide = useWide();
  const phone = usePhone();
  return (
    <div className="lg:grid lg:grid-cols-[16.5rem_minmax(0,1fr)]">
      {wide && (
        <div className="sticky top-0 flex h-dvh flex-col border-r border-line bg-page">
          <header className="flex h-14 shrink-0 items-center justify-between pl-5 pr-3">
            <Logo href={landing} />
            <Avatar />
          </header>
          <div className="flex-1 overflow-y-auto px-3 pb-6 pt-2 [scrollbar-gutter:stable]">
            <Nav />
          </div>
        </div>
      )}
      <div className="min-h-dvh min-w-0 bg-surface">
        {!wide && <Header withMenu={!phone} />}
        {children}
      </div>
      {phone && <BottomBar />}
      <Behind />
    </div>
  );
}
