"use client";

import { Keyboard } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { ActiveFilters } from "@/tasks/active-filters";
import { EmptyState } from "@/tasks/empty-state";
import { Filters } from "@/tasks/filters";
import { Editor, FilterDialog, KeysHelp, loadAll, loadFilterDialog, loadKeysHelp, NotSaved } from "@/tasks/lazy";
import { List } from "@/tasks/list";
import { ListError, ListNotHere, ListSkeleton } from "@/tasks/list-placeholders";
import { ListToolbar } from "@/tasks/list-toolbar";
import type { Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import { Overview } from "@/tasks/overview";
import { QuickAdd } from "@/tasks/quick-add";
import { useDraft } from "@/tasks/use-draft";
import { useListFocus } from "@/tasks/use-list-focus";
import { useListing } from "@/tasks/use-listing";
import { useOnline } from "@/tasks/use-online";
import { useTaskActions } from "@/tasks/use-task-actions";
import { useTaskKeys } from "@/tasks/use-task-keys";
import { useTasks } from "@/tasks/use-tasks";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

/** The list, and all that is done with it. */
export function TasksPage() {
  const [listing, updateListing] = useListing();
  const { query, seen, clock } = useTasks(listing);
  const tasks = seen?.tasks;
  const { outbox, changes, refused, unreadable, unreachable } = useOutbox();
  const { focus, listRef, emptyButtonRef } = useListFocus(tasks);
  const { draft, openDraft, keepTyped, closeDraft } = useDraft();
  const { rowActions, actions } = useTaskActions({ listing, updateListing, clock, focus, openDraft });
  const [dialog, setDialog] = useState<"keys" | "filters">();
  const newTaskRef = useRef<HTMLInputElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);

  useEffect(() => whenIdle(loadAll), []);

  // What is done is not due.
  const setState = (state: Listing["state"]) => updateListing({ state, ...(state === "open" ? {} : { due: "" }) });
  const openHelp = () => whenFetched(loadKeysHelp(), () => setDialog("keys"));
  const openFilters = () => whenFetched(loadFilterDialog(), () => setDialog("filters"));
  const closeDialog = () => setDialog(undefined);
  useTaskKeys({ tasks, focus, actions, setState, newTaskRef, searchRef, openHelp });

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  const waiting = !useOnline() || unreachable;
  const unsent = useMemo(() => new Set(waiting ? changes.map((c) => c.task) : []), [changes, waiting]);
  const counts = seen?.counts;

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
          <Button variant="quiet" size="sm" onClick={openHelp} className="max-sm:hidden" aria-keyshortcuts="?">
            <Keyboard aria-hidden /> Keys
          </Button>
        </div>
        <QuickAdd clock={clock} add={actions.add} addAll={actions.addAll} inputRef={newTaskRef} />
        {refused.length + unreadable.length > 0 && (
          <NotSaved refused={refused} unreadable={unreadable} clock={clock} outbox={outbox} edit={actions.mend} />
        )}
      </div>

      <aside
        aria-label="Overview and filters"
        className="flex flex-col gap-6 lg:col-start-2 lg:row-span-2 lg:row-start-1"
      >
        <Overview listing={listing} updateListing={updateListing} />
        <div className="max-lg:hidden">
          <Filters listing={listing} updateListing={updateListing} />
        </div>
      </aside>

      <section aria-label="The list" className="flex min-w-0 flex-col gap-3">
        <ListToolbar {...{ listing, updateListing, setState, openFilters, searchRef }} />
        <ActiveFilters listing={listing} updateListing={updateListing} />
        {!tasks && query.isError ? (
          <ListError error={query.error} retry={() => void query.refetch()} />
        ) : !tasks ? (
          query.isPaused ? <ListNotHere /> : <ListSkeleton />
        ) : tasks.length === 0 ? (
          <EmptyState
            listing={listing}
            total={counts?.total ?? 0}
            updateListing={updateListing}
            startTask={() => newTaskRef.current?.focus()}
            buttonRef={emptyButtonRef}
          />
        ) : (
          <List
            ref={listRef}
            tasks={tasks}
            total={hasNextPage ? undefined : tasks.length}
            clock={clock}
            unsent={unsent}
            actions={rowActions}
            more={hasNextPage ? more : undefined}
          />
        )}
        {isFetchingNextPage && (
          <p role="status" className="text-center text-sm text-muted">
            {query.isPaused ? "The others are not here without a connection" : "Loading more"}
          </p>
        )}
      </section>

      {draft && (
        <Editor
          draft={draft}
          clock={clock}
          save={(fields) => actions.save(draft, fields)}
          remove={(task) => {
            actions.remove(task);
            if (draft.refused) outbox.discard(draft.refused);
          }}
          close={closeDraft}
          onTyped={keepTyped}
          returnFocus={focus.returnToEdited}
        />
      )}
      {dialog === "keys" && <KeysHelp close={closeDialog} />}
      {dialog === "filters" && <FilterDialog listing={listing} updateListing={updateListing} close={closeDialog} />}
    </div>
  );
}
