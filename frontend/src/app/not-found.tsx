import type { Metadata } from "next";
import Link from "next/link";

import { landing } from "@/session/redirect";
import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <MessagePage title="Page not found" text="The address may be mistyped, or the page may no longer exist.">
      <Button asChild>
        <Link href={landing}>Open my tasks</Link>
      </Button>
      <Button asChild variant="secondary">
        <Link href="/">Go to the home page</Link>
      </Button>
    </MessagePage>
  );
}
