"use client";

import { useCallback, useEffect, useState } from "react";

import { useUser } from "@/session/signed-in";
import { keepDraft, keptDraft, type Draft } from "@/tasks/drafts";
import { loadEditor } from "@/tasks/lazy";
import { openWhenFetched } from "@/ui/idle";

/** Returns what the editor shows, undefined where it is closed, and how to open, keep and close it. */
export function useDraft() {
  const { id: user } = useUser();
  const [draft, setDraft] = useState<Draft>();

  const openDraft = useCallback((next: Draft) => openWhenFetched(loadEditor(), () => setDraft(next)), []);

  useEffect(() => {
    const kept = keptDraft(user); // the page was left while the editor was open: the session had ended, say
    if (kept) openDraft(kept);
  }, [user, openDraft]);

  const keepTyped = useCallback((typed: Draft) => keepDraft(user, typed), [user]);

  function closeDraft() {
    setDraft(undefined);
    keepDraft(user, undefined);
  }

  return { draft, openDraft, keepTyped, closeDraft };
}
