"use client";

import { useId, useState, type ComponentProps, type KeyboardEvent, type RefObject } from "react";
import { flushSync } from "react-dom";

import type { Understood } from "@/quick-entry";
import { completionsAt } from "@/tasks/completions";
import type { Labels } from "@/tasks/entry";
import { TintedInput } from "@/tasks/tinted-input";
import { cn } from "@/ui/cn";

const lit = "bg-accent-soft";

/** The field for a new task: its words are tinted where they are understood, and # @ ! complete from what exists. */
export function EntryField({
  line,
  understood,
  labels,
  type,
  inputRef,
  ...props
}: Omit<ComponentProps<"input">, "type"> & {
  line: string;
  understood: readonly Understood[];
  labels: Labels | undefined;
  type: (line: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const [caret, setCaret] = useState<number>(); // where completions are offered, undefined where they are closed
  const [active, setActive] = useState(-1);
  const list = useId();
  const offered = caret === undefined ? undefined : completionsAt(line, caret, labels);
  const close = () => setCaret(undefined);

  function complete(word: string) {
    if (!offered) return;
    const before = `${line.slice(0, offered.start)}${word} `;
    flushSync(() => type(before + line.slice(offered.end).trimStart()));
    inputRef.current?.setSelectionRange(before.length, before.length);
    close();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { key } = event;
    if (event.nativeEvent.isComposing) return;
    const word = offered?.words[active];
    if (offered && (key === "ArrowDown" || key === "ArrowUp")) {
      const count = offered.words.length + 1; // the line itself is among the choices
      setActive(((active + 1 + (key === "ArrowDown" ? 1 : -1) + count) % count) - 1);
    } else if (word && key === "Enter") {
      complete(word);
    } else if (offered && key === "Escape") {
      close();
    } else {
      if (key === "Escape") event.currentTarget.blur(); // so that keys are keys again
      if (key.startsWith("Arrow") || key === "Home" || key === "End") close();
      return;
    }
    event.preventDefault();
  }

  return (
    <div className="relative flex min-w-0 flex-1">
      <TintedInput
        {...props}
        ref={inputRef}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={Boolean(offered)}
        aria-controls={offered ? list : undefined}
        aria-activedescendant={offered && active >= 0 ? `${list}-${active}` : undefined}
        dir="auto"
        value={line}
        understood={understood}
        onChange={(event) => {
          type(event.target.value);
          setCaret(event.target.selectionStart ?? undefined);
          setActive(-1);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
        autoComplete="off"
        enterKeyHint="done"
        className="h-12 rounded-xl text-base shadow-xs sm:text-base"
      />
      {offered && (
        <ul
          id={list}
          role="listbox"
          aria-label="Completions"
          onPointerDown={(event) => event.preventDefault()} // the field keeps the focus
          className={cn(
            "absolute left-0 z-20 my-1 min-w-48 rounded-xl border border-line bg-surface p-1 shadow-lg",
            "top-full max-sm:bottom-full max-sm:top-auto", // a phone has its keyboard below
          )}
        >
          {offered.words.map((word, i) => (
            <li
              key={word}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === active}
              onClick={() => complete(word)}
              className={cn("cursor-pointer rounded-lg px-3 py-1.5 text-sm hover:bg-sunken", i === active && lit)}
            >
              {word}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
