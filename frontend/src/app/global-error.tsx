"use client";

import { chosenTheme } from "@/ui/theme";

import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

import "./globals.css";

/** Shown when rendering the root layout fails. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en" data-theme={chosenTheme()} suppressHydrationWarning>
      <body className="min-h-dvh font-sans text-base antialiased">
        <title>Something went wrong · Todo</title>
        <MessagePage
          title="Something went wrong"
          text="The page could not be displayed. Your changes are kept. Please try again."
        >
          <Button onClick={reset}>Try again</Button>
          <Button asChild variant="secondary">
            {/* A plain link loads a new page, since nothing of this one may work. */}
            {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
            <a href="/">Go to the home page</a>
          </Button>
        </MessagePage>
      </body>
    </html>
  );
}
