"use client";

import dynamic from "next/dynamic";
import { createContext, useContext, useState, type ReactNode } from "react";

import { Faults } from "@/ui/faults";
import { chosenTheme, setTheme, type Theme } from "@/ui/theme";

const Toaster = dynamic(() => import("@/ui/toaster"), { ssr: false });

const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);

/** Returns the chosen theme and a function that chooses another. */
export function useTheme() {
  return useContext(ThemeContext);
}

/**
 * Provides every page with the theme, the toasts and the report of unhandled errors. A static page has no theme until
 * it runs.
 */
export function Providers({ theme: initial, children }: { theme: Theme | undefined; children: ReactNode }) {
  const [theme, choose] = useState(initial ?? chosenTheme);
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
