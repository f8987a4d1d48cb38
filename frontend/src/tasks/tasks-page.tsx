"use client";

import { Keyboard, ListFilter, Search, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { errorMessage } from "@/api/client";
import { useOnline } from "@/tasks/use-online";
import { useTasks } from "@/tasks/use-tasks";
import { keepDraft, keptDraft, type Draft } from "@/tasks/drafts";
import { Filters } from "@/tasks/filters";
import { useKeys, useKeysOn } from "@/tasks/keys";
import { List, type ListHandle } from "@/tasks/list";
import { matches, dueFilters, defaultListing, filterCount, fromParams, sorts, toParams, type Listing, type Sort } from "@/tasks/listing";
import { NotSaved } from "@/tasks/not-saved";
import { toastUndo, useOutbox } from "@/tasks/outbox-provider";
import { Overview } from "@/tasks/overview";
import { QuickAdd } from "@/tasks/quick-add";
import { applyChange, type Change } from "@/tasks/changes";
import { fieldsOf, isOfDeleted, type RefusedChange } from "@/tasks/refused";
import { priorities, type Task, type TaskFields } from "@/tasks/task";
import { useUser } from "@/session/signed-in";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Input, Select } from "@/ui/field";
import { Skeleton } from "@/ui/skeleton";
import { whenFetched, whenIdle } from "@/ui/idle";
import { truncate } from "@/lib/text";
import { toast } from "@/ui/toast";

const editor = () => import("@/tasks/editor");
const filterDialog = () => import("@/tasks/filter-dialog");
const keysHelp = () => import("@/tasks/keys-help");
const Editor = dynamic(editor);
const FilterDialog = dynamic(filterDialog);
const KeysHelp = dynamic(keysHelp);

const states = { open: "Open", done: "Done", all: "All" } as const;

/** The list, and all that is done with it. */
export function TasksPage() {
  const { id: user } = useUser();
  const [listing, show] = useListing();
  const { query, seen, clock } = useTasks(listing);
  const { outbox, changes, refused, unreadable, unreachable } = useOutbox();
  const online = useOnline();
  const [draft, setDraft] = useState<Draft>();
  const [dialog, setDialog] = useState<"keys" | "filters">();
  const [keysOn] = useKeysOn();
  const list = useRef<ListHandle>(null);
  const newTask = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const done = useRef<{ change: Change; dismiss: () => void }[]>([]); // what can be undone, the last one last
  const focusNext = useRef<number>(undefined); // where the focus goes when the task that has it leaves the list
  const opened = useRef(-1); // the place of the task that the editor shows
  const instead = useRef<HTMLButtonElement>(null); // the button of a list without tasks

  useEffect(() => whenIdle(() => Promise.allSettled([editor(), filterDialog(), keysHelp()])), []);

  useEffect(() => {
    const kept = keptDraft(user); // the page went while the editor was open: the session had ended, say
    if (kept) whenFetched(editor(), () => setDraft(kept));
  }, [user]);

  const tasks = seen?.tasks;
  useEffect(() => {
    const next = focusNext.current;
    focusNext.current = undefined;
    if (next === undefined || document.activeElement !== document.body) return; // the task that has it has stayed
    focusPlace(next);
  }, [tasks]);

  /** Not the field for a new task where the list is empty: there, u would be a letter. */
  function focusPlace(place: number) {
    if (list.current) list.current.focus(place);
    else instead.current?.focus();
  }

  const keepFocus = () => {
    const current = list.current?.current() ?? -1;
    focusNext.current = current >= 0 ? current : undefined;
  };

  function undoable(change: Change, message: string) {
    const one = { change, dismiss: toastUndo(outbox, change, message, () => undo(one)) };
    done.current.push(one);
  }

  function add(fields: TaskFields, key?: string) {
    const change = outbox.create(fields, key);
    const task = applyChange(change, null, user);
    if (task && !matches(task, listing, clock)) {
      toast({
        message: `Added “${truncate(fields.title)}”. It is not in this view.`,
        action: { label: "Show", hint: "Choose the open tasks", run: () => show(defaultListing) },
      });
    }
  }

  function complete(task: Task) {
    keepFocus();
    // The server makes the next occurrence as it completes this one, and no undo takes that back.
    const held = !task.completed && task.is_recurring && task.due_date !== null;
    const change = outbox.update(task, { completed: !task.completed }, { held });
    undoable(change, task.completed ? `“${truncate(task.title)}” is open again` : `“${truncate(task.title)}” is done`);
  }

  function remove(task: Task) {
    keepFocus();
    undoable(outbox.delete(task), `Deleted “${truncate(task.title)}”`);
  }

  function edit(task: Task) {
    opened.current = list.current?.current() ?? -1;
    whenFetched(editor(), () => setDraft({ task, fields: task, errors: {} }));
  }

  /** Opens a refused change with what the backend has said against it. */
  function mend(refused: RefusedChange) {
    const { id, change, message } = refused;
    const errors = Object.keys(refused.fields).length > 0 ? refused.fields : { title: message };
    const renewed = change.kind === "create" || isOfDeleted(refused);
    const next: Draft = {
      task: renewed ? null : change.before,
      fields: fieldsOf(refused),
      errors: isOfDeleted(refused) ? {} : errors,
      refused: id,
      ...(change.kind === "create" ? { key: change.task } : {}),
    };
    whenFetched(editor(), () => setDraft(next));
  }

  function save({ task, key, refused }: Draft, fields: TaskFields) {
    saveFields(task, fields, key);
    if (refused) outbox.discard(refused);
  }

  function saveFields(task: Task | null, fields: TaskFields, key?: string) {
    if (!task) {
      add(fields, key);
      return;
    }
    const patch = Object.fromEntries(
      Object.entries(fields).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(task[field as keyof Task])),
    );
    if (Object.keys(patch).length > 0) outbox.update(task, patch);
  }

  function undo(one = done.current.at(-1)) {
    if (!one || !done.current.includes(one)) return;
    done.current = done.current.filter((other) => other !== one);
    outbox.undo(one.change);
    one.dismiss();
    toast({ message: "Undone" });
  }

  const stable = useRef({ complete, edit, remove });
  useEffect(() => {
    stable.current = { complete, edit, remove };
  });
  const actions = useMemo(
    () => ({
      complete: (task: Task) => stable.current.complete(task),
      edit: (task: Task) => stable.current.edit(task),
      remove: (task: Task) => stable.current.remove(task),
    }),
    [],
  );

  const current = () => tasks?.[list.current?.current() ?? -1];
  const withCurrent = (run: (task: Task) => void) => () => {
    const task = current();
    if (task) run(task);
  };
  const move = (by: number) => () => {
    if (!tasks?.length) return;
    const at = list.current?.current() ?? -1;
    list.current?.focus(at < 0 ? (by > 0 ? 0 : tasks.length - 1) : at + by);
  };
  const rank = (priority: Task["priority"]) => withCurrent((task) => outbox.update(task, { priority }));
  const choose = (state: Listing["state"]) => show({ state, ...(state === "open" ? {} : { due: "" }) }); // what is done is not due
  const turn = () => choose(({ open: "done", done: "all", all: "open" } as const)[addressed().state]);
  useKeys(
    {
      n: () => newTask.current?.focus(),
      "/": () => search.current?.focus(),
      j: move(1),
      ArrowDown: move(1),
      k: move(-1),
      ArrowUp: move(-1),
      x: withCurrent(complete),
      e: withCurrent(edit),
      Delete: withCurrent(remove),
      "#": withCurrent(remove),
      "0": rank(null),
      ...Object.fromEntries(priorities.map((priority, i) => [String(i + 1), rank(priority)])),
      u: () => undo(),
      "Mod+z": () => undo(),
      g: turn,
      "?": () => whenFetched(keysHelp(), () => setDialog("keys")),
    },
    keysOn,
  );

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  const waiting = !online || unreachable;
  const unsent = useMemo(() => new Set(waiting ? changes.map((c) => c.task) : []), [changes, waiting]);
  const counts = seen?.counts;
  const filters = filterCount(listing);

  function close() {
    setDraft(undefined);
    keepDraft(user, undefined);
  }

  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_18rem] lg:grid-rows-[auto_1fr]">
      <div className="flex flex-col gap-4">
        <div className="flex items-end justify-between gap-4">
          <div>
            <h1 className="text-2xl font-semibold tracking-tight">Tasks</h1>
            <p role="status" className="min-h-5 text-sm text-muted">
              {counts && `${counts.total} ${counts.total === 1 ? "task" : "tasks"}, ${counts.completed} completed`}
            </p>
          </div>
          <Button variant="quiet" size="sm" onClick={() => whenFetched(keysHelp(), () => setDialog("keys"))} className="max-sm:hidden" aria-keyshortcuts="?">
            <Keyboard aria-hidden /> Keys
          </Button>
        </div>
        <QuickAdd clock={clock} add={(fields) => add(fields)} input={newTask} />
        <NotSaved refused={refused} unreadable={unreadable} clock={clock} outbox={outbox} edit={mend} />
      </div>

      <aside aria-label="Overview and filters" className="flex flex-col gap-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Overview listing={listing} show={show} />
        <div className="max-lg:hidden">
          <Filters listing={listing} show={show} />
        </div>
      </aside>

      <section aria-label="The list" className="flex min-w-0 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <div role="group" aria-label="Which tasks" className="flex rounded-lg bg-sunken p-0.5">
            {Object.entries(states).map(([state, label]) => (
              <button
                key={state}
                type="button"
                aria-pressed={listing.state === state}
                onClick={() => choose(state as Listing["state"])}
                className={cn(
                  "h-9 rounded-md px-3.5 text-sm font-medium text-muted hover:text-ink",
                  listing.state === state && "bg-surface text-ink shadow-xs",
                )}
              >
                {label}
              </button>
            ))}
          </div>
          <Button variant="secondary" onClick={() => whenFetched(filterDialog(), () => setDialog("filters"))} className="max-sm:ml-auto lg:hidden">
            <ListFilter aria-hidden /> Filter{filters > 0 && ` (${filters})`}
          </Button>
          <SearchField value={listing.search} change={(text) => show({ search: text })} input={search} />
          <Select aria-label="Order" value={listing.sort} onChange={(event) => show({ sort: event.target.value as Sort })} className="w-auto max-w-44">
            {Object.entries(sorts).map(([sort, { label }]) => (
              <option key={sort} value={sort}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        <Chosen listing={listing} show={show} />

        {!tasks && query.isError ? (
          <div role="alert" className="flex flex-col items-center gap-3 rounded-xl border bg-surface px-6 py-14 text-center">
            <h2 className="font-semibold">The tasks could not be loaded</h2>
            <p className="text-sm text-muted">{errorMessage(query.error)}</p>
            <Button onClick={() => void query.refetch()}>Try again</Button>
          </div>
        ) : !tasks ? (
          <div aria-busy className="flex flex-col gap-px overflow-hidden rounded-xl border bg-surface">
            <p className="sr-only">Loading the tasks</p>
            {[70, 45, 60, 50, 65].map((width) => (
              <div key={width} className="flex h-[61px] items-center gap-3 px-4">
                <Skeleton className="size-6 rounded-full" />
                <Skeleton className={cn("h-4", width > 55 ? "w-2/3" : "w-2/5")} />
              </div>
            ))}
          </div>
        ) : tasks.length === 0 ? (
          <Nothing listing={listing} total={counts?.total ?? 0} show={show} start={() => newTask.current?.focus()} button={instead} />
        ) : (
          <List
            ref={list}
            tasks={tasks}
            total={hasNextPage ? undefined : tasks.length}
            clock={clock}
            unsent={unsent}
            actions={actions}
            more={hasNextPage ? more : undefined}
          />
        )}
        {isFetchingNextPage && (
          <p role="status" className="text-center text-sm text-muted">
            Loading more
          </p>
        )}
      </section>

      {draft && (
        <Editor
          draft={draft}
          clock={clock}
          close={close}
          typed={(typed) => keepDraft(user, { ...draft, typed })}
          left={(event) => {
            event.preventDefault();
            focusPlace(opened.current);
            opened.current = -1;
          }}
          save={(fields) => {
            save(draft, fields);
            close();
          }}
          remove={
            draft.task
              ? () => {
                  if (draft.task) remove(draft.task);
                  if (draft.refused) outbox.discard(draft.refused);
                  close();
                }
              : undefined
          }
        />
      )}
      {dialog === "keys" && <KeysHelp close={() => setDialog(undefined)} />}
      {dialog === "filters" && <FilterDialog listing={listing} show={show} close={() => setDialog(undefined)} />}
    </div>
  );
}

/** The listing that the address says this moment; what has been drawn may be behind. */
const addressed = () => fromParams(new URLSearchParams(location.search));

/** The listing that the page's address says; a search as one types replaces the address, another choice can be gone back from. */
function useListing(): [Listing, (part: Partial<Listing>) => void] {
  const params = useSearchParams();
  const listing = useMemo(() => fromParams(new URLSearchParams(params)), [params]);
  const show = useCallback((part: Partial<Listing>) => {
    const address = `${location.pathname}${toParams({ ...addressed(), ...part })}`;
    if (Object.keys(part).join() === "search") history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }, []);
  return [listing, show];
}

const typing = 150; // milliseconds without a key before it is searched

function SearchField({
  value,
  change,
  input,
}: {
  value: string;
  change: (text: string) => void;
  input: React.RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== sent) {
      setText(value); // it was changed elsewhere: a filter was cleared, or one went back
      setSent(value);
    }
  }
  const latest = useRef(change);
  useEffect(() => {
    latest.current = change;
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setSent(text);
      latest.current(text);
    }, typing);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="relative min-w-36 flex-1">
      <Search aria-hidden className="pointer-events-none absolute left-3 top-3 size-4 text-muted" />
      <Input
        ref={input}
        type="search"
        aria-label="Search"
        aria-keyshortcuts="/"
        placeholder="Search"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setText("");
            event.currentTarget.blur();
          }
        }}
        className="pl-9"
      />
    </div>
  );
}

/** The filters that are set, each with a way out. */
function Chosen({ listing, show }: { listing: Listing; show: (part: Partial<Listing>) => void }) {
  const chosen = [
    listing.due && ([dueFilters[listing.due], { due: "" }] as const),
    listing.priority && ([`Priority ${listing.priority}`, { priority: "" }] as const),
    listing.category && ([listing.category, { category: "" }] as const),
    listing.tag && ([`#${listing.tag}`, { tag: "" }] as const),
  ].filter((one) => one !== "");
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-1.5">
      {chosen.map(([label, without]) => (
        <li key={label} className="max-w-full">
          <button
            type="button"
            aria-label={`Remove the filter ${label}`}
            onClick={() => show(without as Partial<Listing>)}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-sm text-accent hover:bg-sunken"
          >
            <span className="truncate">{label}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What stands in place of a list without tasks. */
function Nothing({
  listing,
  total,
  show,
  start,
  button,
}: {
  listing: Listing;
  total: number;
  show: (part: Partial<Listing>) => void;
  start: () => void;
  button: React.RefObject<HTMLButtonElement | null>;
}) {
  const narrowed = listing.search !== "" || filterCount(listing) > 0;
  const [title, text, label, run] = narrowed
    ? ["Nothing is found", "No task is like this.", "Clear search and filters", () => show({ ...defaultListing, state: listing.state, sort: listing.sort })]
    : total === 0
      ? ["Your list is empty", "What is on your mind? Write it down, and it is off it.", "Add the first task", start]
      : listing.state === "done"
        ? ["Nothing is done yet", "What you complete is kept here.", "Show the open tasks", () => show({ state: "open" })]
        : ["All done", "Nothing is left to do. Enjoy it.", "Add a task", start];
  return (
    <div className="flex flex-col items-center gap-3 rounded-xl border border-dashed border-edge px-6 py-14 text-center">
      <h2 className="font-semibold">{title}</h2>
      <p className="text-sm text-muted">{text}</p>
      <Button ref={button} variant="secondary" onClick={run}>
        {label}
      </Button>
    </div>
  );
}
