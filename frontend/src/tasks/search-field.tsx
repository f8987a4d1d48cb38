"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";

import { Input } from "@/ui/field";

const typing = 150; // milliseconds without a key before it is searched

/** The field for a search. It has its text itself: the address follows after a pause, and no key waits for it. */
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
  const sentRef = useRef(value);
  const timerRef = useRef<ReturnType<typeof setTimeout>>(undefined);

  function onTyped(text: string) {
    clearTimeout(timerRef.current);
    timerRef.current = setTimeout(() => {
      sentRef.current = text;
      change(text);
    }, typing);
  }

  useEffect(() => {
    if (value === sentRef.current) return;
    sentRef.current = value; // it was changed elsewhere: a filter was cleared, or one went back
    clearTimeout(timerRef.current);
    if (inputRef.current) inputRef.current.value = value;
  }, [value, inputRef]);
  useEffect(() => () => clearTimeout(timerRef.current), []);

  return (
    <div className="relative w-full min-w-0 flex-1 sm:max-w-52">
      <Search aria-hidden className="pointer-events-none absolute left-3 top-1/2 size-4 -translate-y-1/2 text-muted" />
      <Input
        ref={inputRef}
        type="search"
        aria-label="Search"
        aria-keyshortcuts="/"
        placeholder="Search"
        maxLength={200}
        defaultValue={value}
        onChange={(event) => onTyped(event.target.value)}
        onBlur={(event) => event.currentTarget.value === "" && leave()}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.currentTarget.value = "";
          onTyped("");
          event.currentTarget.blur();
        }}
        className="h-9 pl-9"
      />
    </div>
  );
}
