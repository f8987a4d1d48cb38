"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRef, useState, type SyntheticEvent } from "react";
import { Controller, useForm } from "react-hook-form";

import type { Clock } from "@/lib/dates";
import { BothVersions } from "@/tasks/both-versions";
import type { Draft } from "@/tasks/drafts";
import { DueFields } from "@/tasks/due-fields";
import { backendErrors, dueFields, remainingHint, schemaOf, toFields, toForm, type Form } from "@/tasks/editor-form";
import { EditorDescription } from "@/tasks/editor-description";
import { EditorFooter } from "@/tasks/editor-footer";
import { EditorLinks } from "@/tasks/editor-links";
import { repetitionFields } from "@/tasks/editor-repetition";
import { EditorSubtasks } from "@/tasks/editor-subtasks";
import { RepetitionFields } from "@/tasks/repetition-fields";
import { TagsInput } from "@/tasks/tags-input";
import type { Task, TaskFields } from "@/tasks/task";
import { useAutosave } from "@/tasks/use-autosave";
import { useOverview } from "@/tasks/use-overview";
import { useReader } from "@/tasks/use-reader";
import { refusingHalfTyped } from "@/ui/bad-input";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field, Input, Select, Textarea } from "@/ui/field";

const halfTyped = {
  day: "Please complete the date, or choose “No date”",
  start: "Please complete the date, or clear it",
  time: "Please complete the time, or clear it",
};

/** A task in full, to be changed: it saves as one types. A new one is added by its button, with all of its fields. */
export default function Editor({
  draft,
  clock,
  add,
  remove,
  close,
  keep,
  returnFocus,
}: {
  draft: Draft;
  clock: Clock;
  add: (fields: TaskFields) => void;
  remove: (task: Task) => void;
  close: () => void;
  /** Keeps what the form holds, should the page go. */
  keep: (draft: Draft) => void;
  /** Moves the focus where it belongs once the editor is closed. */
  returnFocus: () => void;
}) {
  const { data: overview } = useOverview();
  const { task } = draft;
  const { zone } = clock;
  const [reader] = useReader();
  const read = (words: string) => reader(words, clock);
  // The same object each time: another one would take the form's own errors away.
  const [refused] = useState(() => backendErrors(draft));
  const form = useForm<Form>({
    resolver: refusingHalfTyped(zodResolver(schemaOf(draft, zone, read)), halfTyped),
    defaultValues: toForm(draft, zone),
    errors: refused,
  });
  const { register, watch, formState, handleSubmit, control } = form;
  const { errors } = formState;
  const values = watch();
  const { title, description } = values;
  const described = [values, draft.fields, zone, read] as const;
  const what = { ...dueFields(...described), ...repetitionFields(...described) };

  const element = useRef<HTMLFormElement>(null);
  const autosave = useAutosave({ draft, form, element, zone, read, halfTyped, keep });
  const { save, forget, take, conflict, choose, lines, keepLine, ...saving } = autosave;
  const [fault, setFault] = useState<string>(); // what has kept it from closing
  const isBlocked = fault !== undefined && saving.isTyping;

  const submit = handleSubmit((values) => {
    add(take(toFields(values, draft, zone, read)));
    close();
  });

  /** Closes the editor, unless something cannot be saved: it says so then. */
  function finish() {
    if (element.current?.contains(document.activeElement)) (document.activeElement as HTMLElement).blur(); // half a tag
    const [first] = Object.entries(save());
    if (!first) return close();
    const [name, sentence] = first;
    setFault(sentence);
    if (name) form.setFocus(name as keyof Form);
    else element.current?.querySelector<HTMLInputElement>("input:invalid")?.focus(); // a subtask
  }

  const commit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (task) finish();
    else void submit();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && finish()}>
      <DialogContent
        title={task ? "Edit task" : "New task"}
        onCloseAutoFocus={(event) => {
          event.preventDefault(); // what it was opened from may have left the list
          returnFocus();
        }}
      >
        <form
          ref={element}
          onSubmit={commit}
          onBlur={save}
          onChange={() => setFault(undefined)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.defaultPrevented || event.nativeEvent.isComposing) return;
            const { name, type } = event.target as HTMLInputElement;
            const endsLine = task && event.target instanceof HTMLInputElement && type !== "checkbox";
            if (event.ctrlKey || event.metaKey || endsLine || name === "title") commit(event);
          }}
          noValidate
          className="flex flex-col gap-4"
        >
          <div aria-live="polite" className="contents">
            {conflict && <BothVersions {...{ conflict, clock, choose }} />}
          </div>
          <Field label="Title" error={errors.title?.message} hint={remainingHint(title, 200)}>
            <Textarea
              {...register("title")}
              data-first
              dir="auto"
              autoComplete="off"
              enterKeyHint="done"
              rows={title.length > 50 ? 2 : 1} // where a field does not grow with its text
              className="field-sizing-content min-h-10 resize-none pointer-coarse:min-h-11"
            />
          </Field>
          <EditorLinks text={title} />
          <EditorDescription
            text={description}
            field={register("description")}
            error={errors.description?.message}
          />
          {task && <EditorSubtasks {...{ task, clock, lines, keepLine }} />}
          <DueFields form={form} clock={clock} />
          <RepetitionFields form={form} clock={clock} what={what} />
          <div className="grid grid-cols-2 gap-4">
            <Field label="Priority" error={errors.priority?.message}>
              <Select {...register("priority")}>
                <option value="">None</option>
                <option value="low">Low</option>
                <option value="medium">Medium</option>
                <option value="high">High</option>
                <option value="critical">Critical</option>
              </Select>
            </Field>
            <Field label="Category" error={errors.category?.message}>
              <Input {...register("category")} list="known-categories" autoComplete="off" />
              <datalist id="known-categories">
                {overview?.categories.map(({ name }) => <option key={name} value={name} />)}
              </datalist>
            </Field>
          </div>
          <Field
            label="Tags"
            error={errors.tags?.message ?? errors.tags?.[0]?.message}
            hint="A comma or Enter ends one"
          >
            <Controller
              control={control}
              name="tags"
              render={({ field: { value, onChange, ref } }) => (
                <TagsInput
                  ref={ref}
                  tags={value}
                  offered={overview?.tags.map(({ name }) => name) ?? []}
                  onChange={onChange}
                />
              )}
            />
          </Field>
          {task && (
            <label className="flex min-h-8 items-center gap-2.5 text-sm">
              <input type="checkbox" {...register("completed")} className="size-5 accent-(--accent)" />
              Done
            </label>
          )}
          <div
            className={
              "sticky -bottom-5 -mx-5 -mb-5 flex items-center gap-2 border-t border-line bg-surface px-5 py-3 " +
              "sm:-bottom-6 sm:-mx-6 sm:-mb-6 sm:px-6"
            }
          >
            {task ? (
              <EditorFooter
                task={task}
                saving={saving}
                fault={isBlocked ? fault : undefined}
                discard={() => {
                  forget();
                  close();
                }}
                remove={() => {
                  save();
                  forget();
                  remove(task);
                  close();
                }}
              />
            ) : (
              <>
                <p className="flex-1 text-sm text-muted">Until it is added, it stays under “Not saved”.</p>
                <Button type="submit">Add</Button>
              </>
            )}
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
