"use client";

import dynamic from "next/dynamic";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";

import { Faults } from "@/ui/faults";
import { whenIdle } from "@/ui/idle";
import { chosenTheme, setTheme, type Theme } from "@/ui/theme";

const Toaster = dynamic(() => import("@/ui/toaster"), { ssr: false });

const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);

/** Returns the chosen theme and a function that chooses another. */
export function useTheme() {
  return useContext(ThemeContext);
}

/** Provides every page with the theme, the toasts, the report of unhandled errors, and a start without a connection. */
export function Providers({ children }: { children: ReactNode }) {
  const [theme, choose] = useState(chosenTheme);
  useEffect(() => whenIdle(() => import("@/ui/keep-shell").then(({ keepShell }) => keepShell(), () => {})), []);
  return (
    <ThemeContext
      value={[
        theme,
        (theme) => {
          choose(theme);
          setTheme(theme);
        },
      ]}
    >
      {children}
      <Faults />
      <Toaster />
    </ThemeContext>
  );
}
