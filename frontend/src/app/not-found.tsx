import type { Metadata } from "next";
import Link from "next/link";

import { Button } from "@/ui/button";
import { MessagePage } from "@/ui/message-page";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <MessagePage title="There is no such page" text="The address may be mistyped, or the page is gone.">
      <Button asChild>
        <Link href="/tasks">Open my tasks</Link>
      </Button>
      <Button asChild variant="secondary">
        <Link href="/">To the first page</Link>
      </Button>
    </MessagePage>
  );
}
