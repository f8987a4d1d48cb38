"use client";

import { createContext } from "react";

import type { TaskList } from "@/tasks/lists";

export interface RowStates {
  /** The tasks that are leaving the list, which take no clicks. */
  leaving: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  /** The lists that are named, by id. */
  lists: ReadonlyMap<string, Pick<TaskList, "name" | "color">>;
}

const none: ReadonlySet<string> = new Set();

/** What the rows show of their tasks beside these: it comes by a context, so that no list need pass it on. */
export const RowState = createContext<RowStates>({ leaving: none, selected: none, lists: new Map() });
