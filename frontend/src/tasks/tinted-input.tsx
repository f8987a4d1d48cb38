"use client";

import { useLayoutEffect, useRef, type ComponentProps } from "react";

import type { Understood } from "@/quick-entry";
import { cn } from "@/ui/cn";
import { control } from "@/ui/field";

/**
 * A field whose understood words are tinted: behind the text that the browser draws stands the same text, invisible but
 * for the tint, and is moved as the field scrolls.
 */
export function TintedInput({
  value,
  understood,
  className,
  ...props
}: ComponentProps<"input"> & { value: string; understood: readonly Understood[] }) {
  const box = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  const follow = () => {
    const input = box.current?.querySelector("input");
    if (input && text.current) text.current.style.translate = `${-input.scrollLeft}px`;
  };
  useLayoutEffect(follow, [value]);
  const look = cn(control, className);
  return (
    <div ref={box} className="relative min-w-0 flex-1">
      <div
        aria-hidden
        className={cn(look, "absolute inset-0 flex select-none items-center text-transparent forced-colors:hidden")}
      >
        <div dir="auto" data-tint className="w-full overflow-hidden whitespace-pre">
          <span ref={text} className="inline-block min-w-full">
            {stretches(value, understood).map(({ words, tinted }, i) =>
              tinted ? (
                <mark key={i} className="rounded-sm bg-accent-soft text-transparent">
                  {words}
                </mark>
              ) : (
                words
              ),
            )}
          </span>
        </div>
      </div>
      <input {...props} value={value} onScroll={follow} className={cn(look, "relative bg-transparent")} />
    </div>
  );
}

/** Returns a line in stretches that are tinted and that are not. */
export function stretches(line: string, understood: readonly Pick<Understood, "start" | "end">[]) {
  const parts: { words: string; tinted: boolean }[] = [];
  let at = 0;
  for (const { start, end } of understood.toSorted((a, b) => a.start - b.start)) {
    if (start > at) parts.push({ words: line.slice(at, start), tinted: false });
    parts.push({ words: line.slice(start, end), tinted: true });
    at = end;
  }
  if (at < line.length) parts.push({ words: line.slice(at), tinted: false });
  return parts;
}
