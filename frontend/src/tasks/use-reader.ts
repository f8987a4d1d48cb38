"use client";

import { useEffect, useState } from "react";

import { readLanguages } from "@/lib/locale";
import { oneLine } from "@/lib/text";
import type { Reader } from "@/quick-entry";

const patience = 5000; // milliseconds that a line waits to be understood, and between two tries to load
const plain: Reader = (line) => ({ title: oneLine(line), tags: [], understood: [] });
let loaded: Reader | undefined;

/**
 * Returns what reads the line for a new task in the browser's languages, and whether a line may be sent. It is loaded
 * after the first paint; while it cannot be, a line is a title.
 */
export function useReader(): [read: Reader, isReady: boolean] {
  const [reader, setReader] = useState<Reader | undefined>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    let mounted = true;
    const settle = (next: Reader) => {
      if (mounted) setReader(() => next);
    };
    let timer = setTimeout(() => settle(plain), patience);
    const load = async () => {
      try {
        const { loadReader } = await import("@/quick-entry");
        loaded = await loadReader(readLanguages());
        clearTimeout(timer);
        settle(loaded);
      } catch {
        settle(plain);
        if (mounted) timer = setTimeout(() => void load(), patience);
      }
    };
    void load();
    return () => {
      mounted = false;
      clearTimeout(timer);
    };
  }, []);
  return [reader ?? plain, reader !== undefined];
}
