"use client";

import Link from "next/link";

import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

/** Shown when rendering a page fails. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      text="The page could not be displayed. Your changes are kept. Please try again."
    >
      <Button onClick={reset}>Try again</Button>
      <Button asChild variant="secondary">
        <Link href="/">Go to the home page</Link>
      </Button>
    </MessagePage>
  );
}
