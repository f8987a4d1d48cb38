"use client";

import { useEffect, useRef } from "react";

/** Calls a function as the component goes: what is typed is kept, however the editor is closed. */
export function useAtEnd(run: () => void) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const ref = latest;
    return () => ref.current();
  }, []);
}
