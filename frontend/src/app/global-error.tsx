"use client";

import { themeCookie, themeOf } from "@/ui/theme";

import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

import "./globals.css";

/** What is shown where even that which every page has around it breaks. */
export default function GlobalError({ reset }: { reset: () => void }) {
  const theme =
    typeof document === "undefined"
      ? undefined
      : new RegExp(`(?:^|; )${themeCookie}=(\\w+)`).exec(document.cookie)?.[1];
  return (
    <html lang="en" data-theme={themeOf(theme)} suppressHydrationWarning>
      <body className="min-h-dvh font-sans text-base antialiased">
        <title>Something went wrong · Todo</title>
        <MessagePage
          title="Something went wrong"
          text="The page could not be shown. What you have changed is kept. Please try it once more."
        >
          <Button onClick={reset}>Try again</Button>
          <Button asChild variant="secondary">
            {/* A link that loads the page anew: nothing of this one may work. */}
            {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
            <a href="/">To the first page</a>
          </Button>
        </MessagePage>
      </body>
    </html>
  );
}
