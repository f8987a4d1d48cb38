"use client";

import { useEffect, useState } from "react";

import { readLanguages } from "@/lib/locale";
import { oneLine } from "@/lib/text";
import type { Reader } from "@/quick-entry";

const patience = 5000; // milliseconds that a line waits to be understood, and between two tries to load
const plain: Reader = (line) => ({ title: oneLine(line), tags: [], understood: [] });
let loaded: Reader | undefined;
let loading: Promise<Reader> | undefined;
let readable: Promise<Reader> | undefined;

/** Loads what reads a line in the browser's languages, once; rejects where it cannot be. */
function load(): Promise<Reader> {
  loading ??= import("@/quick-entry")
    .then(({ loadReader }) => loadReader(readLanguages()))
    .then((reader) => (loaded = reader))
    .finally(() => (loading = undefined));
  return loading;
}

/** Returns what reads a line once it is loaded; what takes a line as a title where it cannot be, or is so late. */
export function whenReadable(): Promise<Reader> {
  if (loaded) return Promise.resolve(loaded);
  readable ??= Promise.race([load().catch(() => plain), late()]).finally(() => (readable = undefined));
  return readable;
}

const late = () => new Promise<Reader>((resolve) => setTimeout(() => resolve(plain), patience));

/**
 * Returns what reads the line for a new task, and whether a line may be sent. It is loaded after the first paint; while
 * it cannot be, a line is a title.
 */
export function useReader(): [read: Reader, isReady: boolean] {
  const [reader, setReader] = useState<Reader | undefined>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    let mounted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const retry = () => {
      if (mounted) timer = setTimeout(() => void attempt(), patience);
    };
    const attempt = () => load().then((reader) => setReader(() => reader), retry);
    void whenReadable().then((reader) => setReader((current: Reader | undefined) => current ?? reader));
    void attempt();
    return () => {
      mounted = false;
      clearTimeout(timer);
    };
  }, []);
  return [reader ?? plain, reader !== undefined];
}
