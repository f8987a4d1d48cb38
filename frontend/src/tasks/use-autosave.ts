"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import type { UseFormReturn } from "react-hook-form";

import { isAwaited } from "@/tasks/changes";
import { conflictOf, withFields } from "@/tasks/conflict";
import type { Draft } from "@/tasks/drafts";
import { schemaOf, toFields, toForm, type Form } from "@/tasks/editor-form";
import { Opening } from "@/tasks/editor-opening";
import { withoutFaults } from "@/tasks/editor-parts";
import type { ReadWords } from "@/tasks/editor-repetition";
import { fieldsOfParts, isEmpty, partsOf } from "@/tasks/merge";
import { useOutbox } from "@/tasks/outbox-provider";
import type { TaskFields } from "@/tasks/task";
import { useAllTasks } from "@/tasks/use-tasks";

const pause = 800; // milliseconds without a key until what is typed is saved
const longPause = 5000; // while what was saved before has not been sent

/** What is invalid in the form: a sentence for each field, by its name. */
type Faults = Record<string, string>;

/**
 * Saves what is typed into the editor of a task after a pause, as a field is left, and as the page goes: what is sound,
 * in one step for undo, on top of the version that the form shows.
 */
export function useAutosave({
  draft,
  form,
  element,
  zone,
  read,
  halfTyped,
  keep,
}: {
  draft: Draft;
  form: UseFormReturn<Form>;
  element: RefObject<HTMLFormElement | null>;
  zone: string;
  read: ReadWords;
  /** The sentences about fields that are half typed. */
  halfTyped: Partial<Record<string, string>>;
  /** Keeps what the form holds, should the page go. */
  keep: (draft: Draft) => void;
}) {
  const { outbox, refused, changes } = useOutbox();
  const { tasks } = useAllTasks();
  const id = draft.task?.id;
  const latest = tasks.find((task) => task.id === id && !isAwaited(task));
  const [isTyping, setTyping] = useState(false);
  const [opening] = useState(() => new Opening(draft));
  const conflict = id ? conflictOf(refused, id) : undefined;

  function save(): Faults {
    clearTimeout(opening.timer);
    const { base, fields } = opening;
    const half = halfOf(element.current); // typed without an event, perhaps
    if (!(opening.typed || !isEmpty(half))) return {};
    const values = form.getValues();
    const faults = base ? { ...faultsOf(values, fields), ...half } : {}; // a new task is checked as it is added
    const sound = withoutFaults(values, faults, toForm({ ...draft, fields, typed: {} }, zone));
    opening.save(outbox, toFields(sound, { ...draft, fields }, zone, read), zone);
    opening.typed = !isEmpty(faults);
    setTyping(opening.typed);
    keep(opening.draft(values));
    if (base && (opening.typed || !isEmpty(form.formState.errors))) void form.trigger();
    return faults;
  }

  function faultsOf(values: Form, fields: TaskFields): Faults {
    const issues = schemaOf({ ...draft, fields }, zone, read).safeParse(values).error?.issues ?? [];
    return Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]));
  }

  function halfOf(form: HTMLFormElement | null): Faults {
    const fields = [...(form?.elements ?? [])] as HTMLInputElement[];
    const half = fields.filter(({ validity }) => validity?.badInput || validity?.customError); // that of a subtask
    return Object.fromEntries(half.map(({ name, validationMessage }) => [name, halfTyped[name] ?? validationMessage]));
  }

  /** Shows values in the form that nobody has typed. */
  function show(values: Partial<Form>) {
    opening.follows = true;
    for (const [name, value] of Object.entries(values)) form.setValue(name as keyof Form, value as never);
    opening.follows = false;
  }

  /** Settles a part of the conflict: the user's version of it is saved, or the other one shown. */
  function choose(part: string, keepsMine: boolean) {
    save();
    const conflict = id && conflictOf(outbox.get().refused, id); // with what was typed since
    if (!conflict) return;
    const { change, latest } = conflict;
    if (keepsMine) outbox.update(latest, fieldsOfParts(change.fields, [part]), {});
    else show(opening.take(latest, part, zone));
    const left = fieldsOfParts(change.fields, [part], false);
    if (isEmpty(left)) outbox.discard(conflict.id);
    else outbox.putBack(withFields(conflict, left));
  }

  /** Keeps what is typed as the line of a subtask, by its id, until that is saved; "" forgets it. */
  function keepLine(subtask: string, line: string) {
    if (line === (opening.lines[subtask] ?? "")) return;
    if (line) opening.lines[subtask] = line;
    else delete opening.lines[subtask];
    keep(opening.draft(form.getValues()));
  }

  /** Forgets what could not be saved. */
  function forget() {
    opening.typed = false;
  }

  /** Returns the fields of a new task, to be added, and forgets them. */
  function take(fields: TaskFields): TaskFields {
    forget();
    return opening.inPlace(outbox, fields);
  }

  const saveNow = useRef(save);
  useEffect(() => {
    saveNow.current = save;
  });

  const { watch } = form;
  useEffect(() => {
    const startPause = () => {
      clearTimeout(opening.timer);
      const isWaiting = outbox.get().changes.some((change) => change.task === id);
      opening.timer = setTimeout(() => saveNow.current(), isWaiting ? longPause : pause);
    };
    if (opening.typed) startPause();
    const watching = watch((values, { name }) => {
      if (!name || opening.follows) return;
      opening.typed = true;
      setTyping(true);
      keep(opening.draft({ ...values }));
      startPause();
    });
    const leave = () => {
      const { activeElement } = document;
      if (element.current?.contains(activeElement)) (activeElement as HTMLElement).blur(); // it may hold half a tag
      saveNow.current();
    };
    const hide = () => document.visibilityState === "hidden" && leave();
    for (const event of ["pagehide", "popstate"]) addEventListener(event, leave);
    document.addEventListener("visibilitychange", hide);
    return () => {
      watching.unsubscribe();
      for (const event of ["pagehide", "popstate"]) removeEventListener(event, leave);
      document.removeEventListener("visibilitychange", hide);
      saveNow.current();
    };
  }, [watch, keep, id, opening, outbox, element]);

  useEffect(() => {
    if (!latest) return;
    const contested = conflict ? partsOf(conflict.change.fields) : [];
    show(opening.follow(latest, form.getValues(), zone, contested));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the form follows the task alone
  }, [latest, conflict]);

  const isSending = changes.some((change) => change.task === id);
  const isRefused = refused.some((r) => !r.latest && opening.ids.has(r.id));
  const states = { isTyping, isSending, isRefused, hasSaved: opening.ids.size > 0 };
  return { save, forget, take, conflict, choose, lines: opening.lines, keepLine, ...states };
}
