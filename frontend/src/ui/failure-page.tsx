"use client";

import { MessagePage } from "@/ui/message-page";

const look = "inline-flex h-10 items-center rounded-lg px-4 text-sm font-medium transition-colors pointer-coarse:h-11";

/** Says that a page could not be displayed. Every page loads it, so its buttons are plain and its link loads anew. */
export function FailurePage({ retry }: { retry: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      text="The page could not be displayed. Your changes are kept. Please try again."
    >
      <button type="button" onClick={retry} className={`${look} bg-accent text-on-accent hover:bg-accent-strong`}>
        Try again
      </button>
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
      <a href="/" className={`${look} border border-edge bg-surface text-ink hover:bg-sunken`}>
        Go to the home page
      </a>
    </MessagePage>
  );
}
