"use client";

import dynamic from "next/dynamic";

// What is not seen at first is fetched apart.
export const loadEditor = () => import("@/tasks/editor");
export const loadFilterDialog = () => import("@/tasks/filter-dialog");
export const loadKeysHelp = () => import("@/tasks/keys-help");
const loadNotSaved = () => import("@/tasks/not-saved");
export const loadPastedLines = () => import("@/tasks/pasted-lines");
const loadZoneNote = () => import("@/tasks/zone-note");

export const Editor = dynamic(loadEditor);
export const FilterDialog = dynamic(loadFilterDialog);
export const KeysHelp = dynamic(loadKeysHelp);
export const PastedLines = dynamic(loadPastedLines);
// These appear by themselves: the page does not wait for them, and is without them where there is no connection.
export const NotSaved = dynamic(() => loadNotSaved().catch(() => ({ default: () => null })), { ssr: false });
export const ZoneNote = dynamic(() => loadZoneNote().catch(() => ({ default: () => null })), { ssr: false });

/** Fetches all of it, so that it opens at once, and without a connection. */
export function loadAll(): Promise<unknown> {
  const parts = [loadEditor, loadFilterDialog, loadKeysHelp, loadNotSaved, loadPastedLines, loadZoneNote];
  return Promise.allSettled(parts.map((load) => load()));
}
