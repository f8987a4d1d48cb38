"use client";

import { setNonce } from "get-nonce";
import dynamic from "next/dynamic";
import { createContext, useContext, useState, type ReactNode } from "react";

import { Faults } from "@/ui/faults";
import { setTheme, type Theme } from "@/ui/theme";

const Toaster = dynamic(() => import("@/ui/toaster"), { ssr: false });

const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);

/** Returns the chosen theme and a function that chooses another. */
export function useTheme() {
  return useContext(ThemeContext);
}

/** Provides every page with the theme, the toasts and the report of unhandled errors. */
export function Providers({ nonce, theme: initial, children }: { nonce: string; theme: Theme; children: ReactNode }) {
  // Radix's dialogs add one style element, which keeps the page behind them from scrolling.
  if (nonce) setNonce(nonce);
  const [theme, choose] = useState(initial);
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
