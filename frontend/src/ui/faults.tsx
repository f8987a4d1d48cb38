"use client";

import { useEffect } from "react";

import { toast } from "@/ui/toast";

const minInterval = 10_000; // milliseconds between two messages

/** Tells the user about errors that no other code handles. */
export function Faults() {
  useEffect(() => {
    const stopping = new AbortController();
    let lastShown: number | undefined;
    const report = (error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") return; // a request was cancelled on purpose
      if (lastShown !== undefined && performance.now() - lastShown < minInterval) return;
      lastShown = performance.now();
      toast({
        kind: "error",
        message: "Something went wrong. Everything you saved is kept; if it happens again, reload the page.",
      });
    };
    addEventListener("error", (event) => event.error && report(event.error), { signal: stopping.signal });
    addEventListener("unhandledrejection", (event) => report(event.reason), { signal: stopping.signal });
    return () => stopping.abort();
  }, []);
  return null;
}
