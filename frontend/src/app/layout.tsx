import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";

import { earlyScript } from "@/session/early";
import { compactScript } from "@/ui/compact";
import { Providers } from "@/ui/providers";
import { themeScript } from "@/ui/theme";

import "./globals.css";

const inter = localFont({
  src: "./inter.woff2",
  variable: "--font-inter",
  weight: "400 700",
});

export const metadata: Metadata = {
  title: { default: "Todo: a fast, calm task list", template: "%s · Todo" },
  description: "A calm, fast todo list with accounts. Works with the keyboard, on a phone, and on a bad connection.",
  icons: { icon: "/icon.svg", apple: "/icon-apple.png" },
  manifest: "/manifest.webmanifest",
};

export const viewport: Viewport = {
  viewportFit: "cover", // what is at the edges keeps off them by env(safe-area-inset-*)
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1d1c1a" },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning className={inter.variable}>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript + compactScript }} />
        <script dangerouslySetInnerHTML={{ __html: earlyScript }} />
      </head>
      <body className="min-h-dvh font-sans text-base antialiased">
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
