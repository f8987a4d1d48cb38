"use client";

import { FailurePage } from "@/ui/failure-page";
import { chosenTheme } from "@/ui/theme";

import "./globals.css";

/** Shown when rendering the root layout fails. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en" data-theme={chosenTheme()} suppressHydrationWarning>
      <body className="min-h-dvh font-sans text-base antialiased">
        <title>Something went wrong · Todo</title>
        <FailurePage retry={reset} />
      </body>
    </html>
  );
}
