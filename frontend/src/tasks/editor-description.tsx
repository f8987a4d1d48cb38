"use client";

import { useState } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";

import { remainingHint } from "@/tasks/editor-form";
import { Markdown } from "@/tasks/lazy";
import { cn } from "@/ui/cn";
import { control, Field, Textarea } from "@/ui/field";

/**
 * The description: read as what its Markdown says, and written as the text that it is. What is read lies on top of the
 * field, and lets all but its links through, so that a click, a finger or Tab is the field's, with its caret there. It
 * keeps its room while one writes, so that nothing moves from under a click.
 */
export function EditorDescription({
  text,
  field,
  error,
}: {
  text: string;
  field: UseFormRegisterReturn;
  error: string | undefined;
}) {
  const [isWriting, setWriting] = useState(false);
  const look = cn(control, "pointer-events-none z-10 py-2", isWriting && "invisible");
  return (
    <Field label="Description" error={error} hint={remainingHint(text, 1000)}>
      <div className="isolate grid *:[grid-area:1/1]">
        {text.trim() !== "" && !error && <Markdown text={text} className={look} />}
        <Textarea
          dir="auto"
          rows={2}
          placeholder="**bold**, *italic*, - a list, - [ ] to tick, > a quote"
          {...field}
          onFocus={() => setWriting(true)}
          onBlur={(event) => {
            setWriting(false);
            event.currentTarget.scrollTop = 0; // so that a click on what is read meets about the same words
            void field.onBlur(event);
          }}
        />
      </div>
    </Field>
  );
}
