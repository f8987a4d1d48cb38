"use client";

import dynamic from "next/dynamic";

// What is not seen at first is fetched apart.
export const loadEditor = () => import("@/tasks/editor");
export const loadFilterDialog = () => import("@/tasks/filter-dialog");
export const loadKeysHelp = () => import("@/tasks/keys-help");

export const Editor = dynamic(loadEditor);
export const FilterDialog = dynamic(loadFilterDialog);
export const KeysHelp = dynamic(loadKeysHelp);

/** Fetches all of it, so that it opens at once, and without a connection. */
export function loadAll(): Promise<unknown> {
  return Promise.allSettled([loadEditor(), loadFilterDialog(), loadKeysHelp()]);
}
