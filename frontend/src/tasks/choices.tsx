"use client";

import { Check } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";

import { searchKey, searchWords } from "@/tasks/search";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/field";

export interface Choice {
  id: string;
  label: string;
  /** What stands at the right edge, such as a key. */
  detail?: ReactNode;
  icon?: ReactNode;
  /** It is so already. */
  chosen?: boolean;
  run: () => void;
}

const most = 50; // shown at once

/** A field that narrows a list of choices, and the list (ARIA practices, combobox with a listbox). */
export function Choices({
  label,
  choices,
  more,
}: {
  label: string;
  choices: Choice[];
  /** What else can be chosen once something is typed. */
  more?: (typed: string) => Choice[];
}) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const shown = useMemo(() => {
    const words = searchWords(typed.trim());
    const found = choices.filter((choice) => words.every((word) => searchKey(choice.label).includes(word)));
    return [...found.slice(0, most), ...(typed.trim() ? (more?.(typed.trim()) ?? []) : [])];
  }, [choices, more, typed]);
  const at = Math.min(place, shown.length - 1);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at, shown]);

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <Input
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}list`}
        aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
        aria-autocomplete="list"
        data-first
        autoComplete="off"
        dir="auto"
        placeholder={label}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by) setPlace((at + by + shown.length) % Math.max(1, shown.length));
          else if (event.key === "Enter" && !event.nativeEvent.isComposing) shown[at]?.run();
          else return;
          event.preventDefault();
        }}
      />
      <ul id={`${id}list`} ref={list} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto">
        {shown.map((choice, i) => (
          <li
            key={choice.id}
            id={`${id}${i}`}
            role="option"
            aria-selected={choice.chosen ?? false}
            onClick={choice.run}
            onPointerMove={() => setPlace(i)}
            className={cn(
              "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm pointer-coarse:min-h-11",
              "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted",
              i === at && "bg-sunken",
            )}
          >
            {choice.icon}
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {choice.label}
            </span>
            {choice.detail && <span className="text-xs text-muted">{choice.detail}</span>}
            {choice.chosen && <Check aria-hidden />}
          </li>
        ))}
      </ul>
      {shown.length === 0 && typed && (
        <p role="status" className="px-2.5 pb-1 text-sm text-muted">
          Nothing has this name.
        </p>
      )}
    </div>
  );
}
