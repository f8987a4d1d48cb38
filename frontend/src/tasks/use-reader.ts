"use client";

import { useEffect, useState } from "react";

import { readLanguages } from "@/lib/locale";
import { englishReader, loadReader, type Reader } from "@/quick-entry";
import { leaveUnstorableRule } from "@/tasks/entry";

/** Returns what reads the line for a new task: English at once, the browser's other languages as they come. */
export function useReader(): Reader {
  const [reader, setReader] = useState<Reader>(() => leaveUnstorableRule(englishReader(readLanguages())));
  useEffect(() => {
    let mounted = true;
    void loadReader(readLanguages()).then((read) => mounted && setReader(() => leaveUnstorableRule(read)));
    return () => {
      mounted = false;
    };
  }, []);
  return reader;
}
