"use client";

import { useState, type FormEvent } from "react";

import { oneLine } from "@/lib/text";
import { filterNameRule } from "@/tasks/filters-document";
import { BusyButton } from "@/ui/busy-button";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { focusHeading } from "@/ui/focus-heading";

/** The name of a filter. It stays open until that is saved, and says why it is not. */
export default function FilterDialog({
  title,
  search,
  suggested,
  save,
  close,
}: {
  title: string;
  search: string;
  suggested: string;
  /** Throws a sentence for the user. */
  save: (name: string) => Promise<void>;
  close: () => void;
}) {
  const [name, setName] = useState(suggested);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const rule = filterNameRule(name);
    setError(rule);
    if (rule || busy) return;
    setBusy(true);
    try {
      await save(oneLine(name));
      close();
    } catch (failure) {
      setError((failure as Error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        title={title}
        onCloseAutoFocus={(event) => {
          event.preventDefault(); // a menu has opened it, which is closed
          focusHeading();
        }}
      >
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
          <p dir="auto" className="break-words text-sm text-muted">
            {search}
          </p>
          <Field label="Name" error={error}>
            <Input
              data-first
              dir="auto"
              value={name}
              onFocus={(event) => event.target.select()}
              onChange={(event) => {
                setName(event.target.value);
                setError(undefined);
              }}
              autoComplete="off"
              enterKeyHint="done"
            />
          </Field>
          <div className="flex justify-end gap-2">
            <Button variant="secondary" onClick={close}>
              Cancel
            </Button>
            <BusyButton busy={busy} busyLabel="Saving…">
              Save
            </BusyButton>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
