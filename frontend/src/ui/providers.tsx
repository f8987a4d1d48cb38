"use client";

import { setNonce } from "get-nonce";
import dynamic from "next/dynamic";
import { createContext, useContext, useState, type ReactNode } from "react";

import { Faults } from "@/ui/faults";
import { setTheme, type Theme } from "@/ui/theme";

const Toaster = dynamic(() => import("@/ui/toaster"), { ssr: false });

const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);

/** The chosen theme, and how to choose another. */
export function useTheme() {
  return useContext(ThemeContext);
}

/** What every page has around it. */
export function Providers({ nonce, theme: given, children }: { nonce: string; theme: Theme; children: ReactNode }) {
  if (nonce) setNonce(nonce); // for the one style element that Radix's dialogs make, to stop the page behind from scrolling
  const [theme, choose] = useState(given);
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
