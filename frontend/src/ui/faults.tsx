"use client";

import { useEffect } from "react";

import { toast } from "@/ui/toast";

const quiet = 10_000; // milliseconds after a message in which no other says the same

/** Says that something failed which nothing else speaks of: no error of the page stays without a word. */
export function Faults() {
  useEffect(() => {
    const stopping = new AbortController();
    let said: number | undefined;
    const say = (error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") return; // somebody went on to something else
      if (said !== undefined && performance.now() - said < quiet) return;
      said = performance.now();
      toast({
        kind: "error",
        message: "Something did not work. What you have saved is kept; if it happens again, reload the page.",
      });
    };
    addEventListener("error", (event) => event.error && say(event.error), { signal: stopping.signal });
    addEventListener("unhandledrejection", (event) => say(event.reason), { signal: stopping.signal });
    return () => stopping.abort();
  }, []);
  return null;
}
