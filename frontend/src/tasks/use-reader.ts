"use client";

import { useEffect, useState } from "react";

import { readLanguages } from "@/lib/locale";
import { englishReader, loadReader, type Reader } from "@/quick-entry";

/** Returns what reads the line for a new task: English at once, the browser's other languages as they come. */
export function useReader(): Reader {
  const [reader, setReader] = useState<Reader>(() => englishReader(readLanguages()));
  useEffect(() => {
    let mounted = true;
    void loadReader(readLanguages()).then((read) => mounted && setReader(() => read));
    return () => {
      mounted = false;
    };
  }, []);
  return reader;
}
