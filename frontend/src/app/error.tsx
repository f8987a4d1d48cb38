"use client";

import Link from "next/link";

import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

/** What is shown where a page breaks. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      text="The page could not be shown. What you have changed is kept. Please try it once more."
    >
      <Button onClick={reset}>Try again</Button>
      <Button asChild variant="secondary">
        <Link href="/">To the first page</Link>
      </Button>
    </MessagePage>
  );
}
