import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { isStatic } from "@/ui/is-static";
import { Providers } from "@/ui/providers";
import { themeCookie, themeOf, themeScript } from "@/ui/theme";

import "./globals.css";

const inter = localFont({
  src: "../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
});

export const metadata: Metadata = {
  title: { default: "Todo: a fast, calm task list", template: "%s · Todo" },
  description: "A calm, fast todo list with accounts. Works with the keyboard, on a phone, and on a bad connection.",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f7f5" },
    { media: "(prefers-color-scheme: dark)", color: "#141312" },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  // Also what has a server render each page on request, as the nonce of its scripts needs it.
  const theme = isStatic ? undefined : themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning={isStatic} className={inter.variable}>
      {isStatic && (
        <head>
          <script dangerouslySetInnerHTML={{ __html: themeScript }} />
        </head>
      )}
      <body className="min-h-dvh font-sans text-base antialiased">
        <Providers theme={theme}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
