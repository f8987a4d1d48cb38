"use client";

import { useState, type FormEvent } from "react";

import { renaming, withTag } from "@/tasks/retag";
import type { Task } from "@/tasks/task";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { focusHeading } from "@/ui/focus-heading";

/** Asks for another name of a tag. That of an existing tag merges both, which is said first. */
export function RenameTag({
  tag,
  tasks,
  rename,
  close,
}: {
  tag: string;
  tasks: Task[];
  rename: (to: string) => void;
  close: () => void;
}) {
  const [name, setName] = useState(tag);
  const [said, setSaid] = useState<string>();
  const count = withTag(tasks, tag).length;
  const next = renaming(tasks, tag, name);

  function submit(event: FormEvent) {
    event.preventDefault();
    const toSay = typeof next === "string" ? next : next.merges;
    if (typeof next === "string" || (toSay && toSay !== said)) return setSaid(toSay);
    close();
    if (next.to !== tag) rename(next.to);
  }

  const isMerge = typeof next !== "string" && next.merges !== undefined && next.merges === said;
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        title={`Rename #${tag}`}
        description={`${count === 1 ? "1 task has" : `${count} tasks have`} this tag, done ones included.`}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusHeading();
        }}
      >
        <form onSubmit={submit} className="flex flex-col gap-5">
          <Field label="Name" error={typeof next === "string" ? said : undefined}>
            <Input
              data-first
              dir="auto"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setSaid(undefined);
              }}
              onFocus={(event) => event.target.select()}
              autoComplete="off"
              autoCapitalize="off"
              enterKeyHint="done"
            />
          </Field>
          <div role="status" className="contents">
            {isMerge && <p className="text-sm text-warn">{said}</p>}
          </div>
          <div className="flex justify-end gap-2">
            <Button variant="secondary" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">{isMerge ? "Merge" : "Rename"}</Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
