"use client";

import { FailurePage } from "@/ui/failure-page";

/** Shown when rendering a page fails. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  return <FailurePage retry={reset} />;
}
