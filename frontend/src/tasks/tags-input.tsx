"use client";

import { X } from "lucide-react";
import { useId, useState, type Ref } from "react";

import { oneLine } from "@/lib/text";
import { cn } from "@/ui/cn";
import { control, useFieldControl } from "@/ui/field";

/** Tags as chips; Enter, a comma or leaving the field makes one of what is typed, Backspace takes the last away. */
export function TagsInput({
  tags,
  offered,
  onChange,
  ref,
}: {
  tags: string[];
  offered: string[];
  onChange: (tags: string[]) => void;
  ref: Ref<HTMLInputElement>;
}) {
  const field = useFieldControl();
  const list = useId();
  const [text, setText] = useState("");

  function add() {
    const added = text
      .split(",")
      .map((tag) => oneLine(tag).replace(/^#/, ""))
      .filter(Boolean);
    if (added.length > 0) onChange([...new Set([...tags, ...added])]);
    setText("");
  }

  return (
    <div
      className={cn(
        control,
        "flex min-h-10 flex-wrap items-center gap-1.5 px-2 py-1.5",
        "focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent",
      )}
    >
      {tags.map((tag) => (
        <span
          key={tag}
          className="inline-flex max-w-full items-center gap-1 rounded-full bg-sunken py-0.5 pl-2.5 pr-1 text-sm"
        >
          <span className="truncate">#{tag}</span>
          <button
            type="button"
            aria-label={`Remove the tag ${tag}`}
            onClick={() => onChange(tags.filter((t) => t !== tag))}
            className="flex size-6 items-center justify-center rounded-full hover:bg-line"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      <input
        {...field}
        ref={ref}
        list={list}
        value={text}
        autoComplete="off"
        placeholder={tags.length === 0 ? "home, money" : ""}
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return; // Enter ends a word there, not the tag
          if ((event.key === "Enter" && text.trim() !== "") || event.key === ",") {
            event.preventDefault();
            add();
          } else if (event.key === "Backspace" && text === "" && tags.length > 0) {
            onChange(tags.slice(0, -1));
          }
        }}
        className="h-7 min-w-24 flex-1 bg-transparent px-1 outline-none placeholder:text-muted"
      />
      <datalist id={list}>
        {offered
          .filter((tag) => !tags.includes(tag))
          .map((tag) => <option key={tag} value={tag} />)}
      </datalist>
    </div>
  );
}
