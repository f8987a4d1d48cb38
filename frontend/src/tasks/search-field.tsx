"use client";

import { Search } from "lucide-react";
import type { RefObject } from "react";

import { Input } from "@/ui/field";

/** The field for a search, which looks through all tasks from any view. */
export function SearchField({
  value,
  change,
  inputRef,
  leave,
}: {
  value: string;
  change: (text: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Called when the field is left without a text. */
  leave: () => void;
}) {
  return (
    <div className="relative w-full min-w-0 flex-1 sm:max-w-52">
      <Search aria-hidden className="pointer-events-none absolute left-3 top-1/2 size-4 -translate-y-1/2 text-muted" />
      <Input
        ref={inputRef}
        type="search"
        aria-label="Search"
        aria-keyshortcuts="/"
        placeholder="Search all tasks"
        maxLength={200}
        value={value}
        onChange={(event) => change(event.target.value)}
        onBlur={(event) => event.currentTarget.value === "" && leave()}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          change("");
          leave();
          event.currentTarget.blur();
        }}
        className="h-9 pl-9"
      />
    </div>
  );
}
