"use client";

import dynamic from "next/dynamic";

// What is not seen at first is fetched apart.
export const loadEditor = () => import("@/tasks/editor");
export const loadKeysHelp = () => import("@/tasks/keys-help");
export const loadPopups = () => import("@/tasks/popups");
const loadSelectionBar = () => import("@/tasks/selection-bar");
export const loadQuickAddSheet = () => import("@/tasks/quick-add-sheet");
const loadTrash = () => import("@/tasks/trash");
const loadDoneFigures = () => import("@/tasks/done-figures").then(({ DoneFigures }) => DoneFigures);

export const Editor = dynamic(loadEditor);
export const KeysHelp = dynamic(loadKeysHelp);
export const PopupsOf = dynamic(loadPopups);
export const SelectionBar = dynamic(loadSelectionBar);
export const QuickAddSheet = dynamic(loadQuickAddSheet);
export const Trash = dynamic(loadTrash);
export const DoneFigures = dynamic(loadDoneFigures);

/** Fetches all of it, so that it opens at once, and without a connection. */
export function loadAll(): Promise<unknown> {
  const others = [loadPopups, loadSelectionBar, loadQuickAddSheet, loadTrash, loadDoneFigures];
  return Promise.allSettled([loadEditor, loadKeysHelp, ...others].map((load): Promise<unknown> => load()));
}
