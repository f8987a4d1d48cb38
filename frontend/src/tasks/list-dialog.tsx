"use client";

import { useState, type ComponentProps, type FormEvent } from "react";

import { oneLine } from "@/lib/text";
import { listColors, listNameRule, type TaskList } from "@/tasks/lists";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";

export interface ListFields {
  name: string;
  color: string | null;
}

/** The name and the color of a list; without one, of a list to be created. */
export default function ListDialog({
  list,
  save,
  close,
  onCloseAutoFocus,
}: Pick<ComponentProps<typeof DialogContent>, "onCloseAutoFocus"> & {
  list: TaskList | undefined;
  save: (fields: ListFields) => void;
  close: () => void;
}) {
  const [name, setName] = useState(list?.name ?? "");
  const [color, setColor] = useState(list?.color ?? null);
  const [error, setError] = useState<string>();
  const known = color === null || listColors.some(({ value }) => value === color);

  function submit(event: FormEvent) {
    event.preventDefault();
    const rule = listNameRule(name);
    setError(rule);
    if (rule) return;
    save({ name: oneLine(name), color });
    close();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title={list ? "Edit list" : "New list"} onCloseAutoFocus={onCloseAutoFocus}>
        <form onSubmit={submit} className="flex flex-col gap-5">
          <Field label="Name" error={error}>
            <Input
              data-first
              dir="auto"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setError(undefined);
              }}
              autoComplete="off"
              enterKeyHint="done"
            />
          </Field>
          <fieldset>
            <legend className="mb-1.5 text-sm font-medium">Color</legend>
            <div className="flex flex-wrap gap-1">
              <Swatch name="None" value={null} chosen={color} choose={setColor} />
              {listColors.map(({ name, value }) => (
                <Swatch key={value} name={name} value={value} chosen={color} choose={setColor} />
              ))}
              {!known && <Swatch name="As it is" value={color} chosen={color} choose={setColor} />}
            </div>
          </fieldset>
          <div className="flex justify-end gap-2">
            <Button variant="secondary" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">{list ? "Save" : "Create"}</Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Swatch({
  name,
  value,
  chosen,
  choose,
}: {
  name: string;
  value: string | null;
  chosen: string | null;
  choose: (value: string | null) => void;
}) {
  return (
    <label className="relative flex size-9 cursor-pointer items-center justify-center pointer-coarse:size-11">
      <input
        type="radio"
        name="color"
        checked={value === chosen}
        onChange={() => choose(value)}
        aria-label={name}
        className="peer absolute inset-0 m-0 size-full cursor-pointer appearance-none rounded-full"
      />
      <span
        aria-hidden
        style={{ backgroundColor: value ?? undefined }}
        className={cn(
          "size-6 rounded-full forced-color-adjust-none peer-checked:ring-2 peer-checked:ring-ink",
          "peer-checked:ring-offset-2 peer-checked:ring-offset-surface",
          value === null && "border-2 border-edge",
        )}
      />
    </label>
  );
}
