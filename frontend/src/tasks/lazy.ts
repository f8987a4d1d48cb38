"use client";

import dynamic from "next/dynamic";

import { ListNotHere, ListSkeleton } from "@/tasks/list-placeholders";
import { whenReadable } from "@/tasks/use-reader";
import { whenIdle } from "@/ui/idle";

// What is not seen at first is fetched apart.
export const loadEditor = () => import("@/tasks/editor");
export const loadKeysHelp = () => import("@/tasks/keys-help");
const loadDoneFigures = () => import("@/tasks/done-figures");
export const loadDrag = () => import("@/tasks/drag");
export const loadOrder = () => import("@/tasks/order");
const loadMarkdown = () => import("@/tasks/markdown");
const loadNotSaved = () => import("@/tasks/not-saved");
export const loadPastedLines = () => import("@/tasks/pasted-lines");
export const loadPopups = () => import("@/tasks/popups");
export const loadQuickAddSheet = () => import("@/tasks/quick-add-sheet");
const loadSaveSearch = () => import("@/tasks/save-search");
const loadSelectionBar = () => import("@/tasks/selection-bar");
const loadSwipes = () => import("@/tasks/swipes");
export const loadTagMenu = () => import("@/tasks/tag-menu");
const loadTrash = () => import("@/tasks/trash");
const loadZoneNote = () => import("@/tasks/zone-note");

export const Editor = dynamic(loadEditor);
export const KeysHelp = dynamic(loadKeysHelp);
export const PastedLines = dynamic(loadPastedLines);
export const PopupsOf = dynamic(loadPopups);
export const QuickAddSheet = dynamic(loadQuickAddSheet);
export const TagMenu = dynamic(loadTagMenu);

// The trash is a view of its own.
const notHere = { default: ListNotHere };
export const Trash = dynamic(() => loadTrash().catch(() => notHere), { ssr: false, loading: ListSkeleton });

// These appear by themselves: the page does not wait for them, and is without them where there is no connection.
const nothing = { default: () => null };
export const DoneFigures = dynamic(() => loadDoneFigures().catch(() => nothing), { ssr: false });
export const Markdown = dynamic(() => loadMarkdown().catch(() => nothing), { ssr: false });
export const NotSaved = dynamic(() => loadNotSaved().catch(() => nothing), { ssr: false });
export const SaveSearch = dynamic(() => loadSaveSearch().catch(() => nothing), { ssr: false });
export const SelectionBar = dynamic(() => loadSelectionBar().catch(() => nothing), { ssr: false });
export const Swipes = dynamic(() => loadSwipes().catch(() => nothing), { ssr: false });
export const ZoneNote = dynamic(() => loadZoneNote().catch(() => nothing), { ssr: false });

/**
 * Fetches each of it once the browser is idle, so that it opens at once, and without a connection; returns how to stop.
 */
export function loadAllWhenIdle(): () => void {
  const dialogs = [loadEditor, loadKeysHelp, loadPastedLines, loadPopups, loadQuickAddSheet];
  const parts = [loadDoneFigures, loadDrag, loadMarkdown, loadNotSaved, loadOrder, loadSelectionBar, loadTrash];
  const all: (() => Promise<unknown>)[] = [...dialogs, ...parts, loadZoneNote, whenReadable];
  const stops = all.map((load) => whenIdle(() => Promise.allSettled([load()])));
  return () => stops.forEach((stop) => stop());
}
