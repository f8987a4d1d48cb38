"use client";

import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import { uuidv7 } from "@/api/uuid";
import { dateLocale } from "@/lib/locale";
import { ActiveFilters } from "@/tasks/active-filters";
import { EmptyState } from "@/tasks/empty-state";
import { examples } from "@/tasks/examples";
import { allWithGiven, withGiven } from "@/tasks/given";
import { groupsOf } from "@/tasks/groups";
import {
  DoneFigures,
  Editor,
  KeysHelp,
  loadAllWhenIdle,
  loadKeysHelp,
  loadQuickAddSheet,
  NotSaved,
  PopupsOf,
  SelectionBar,
  Swipes,
  Trash,
} from "@/tasks/lazy";
import { List } from "@/tasks/list";
import { ListError, ListNotHere, ListSkeleton, Nothing } from "@/tasks/list-placeholders";
import { ListToolbar } from "@/tasks/list-toolbar";
import { searched, viewKey } from "@/tasks/listing";
import { NewTask } from "@/tasks/new-task";
import { useOutbox } from "@/tasks/outbox-provider";
import { RowState } from "@/tasks/row-state";
import type { TaskFields } from "@/tasks/task";
import { useDraft } from "@/tasks/use-draft";
import { useLeaving } from "@/tasks/use-leaving";
import { useListFocus } from "@/tasks/use-list-focus";
import { useListing } from "@/tasks/use-listing";
import { useMove } from "@/tasks/use-move";
import { useOnline } from "@/tasks/use-online";
import { useOverdueToToday } from "@/tasks/use-overdue";
import { usePopup } from "@/tasks/use-popup";
import { useRowPointer } from "@/tasks/use-row-pointer";
import { useSelection } from "@/tasks/use-selection";
import { useShownLists } from "@/tasks/use-shown-lists";
import { useTaskActions } from "@/tasks/use-task-actions";
import { useTaskKeys } from "@/tasks/use-task-keys";
import { useTasks } from "@/tasks/use-tasks";
import { useViewName } from "@/tasks/use-view-name";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { openWhenFetched } from "@/ui/idle";
import { usePhone } from "@/ui/media";

const fewTasks = 5; // below it, figures are not worth their place

/** A view of the tasks, and all that is done with it. */
export function TasksPage() {
  const [asked, updateListing] = useListing();
  const search = useDeferredValue(asked.search); // no key waits for the list
  const listing = useMemo(() => searched({ ...asked, search }), [asked, search]);
  const { query, seen, clock } = useTasks(listing);
  const phone = usePhone();
  const { name, list, isMissing } = useViewName(listing);
  const { tasks: all, leaving, leave } = useLeaving(seen?.tasks);
  const groups = useMemo(() => all && groupsOf(all, listing, clock, dateLocale()), [all, listing, clock]);
  const tasks = useMemo(() => groups?.flatMap((group) => group.tasks), [groups]);
  const staying = useMemo(() => tasks?.filter(({ id }) => !leaving.has(id)), [tasks, leaving]);
  const { outbox, changes, refused, unreadable, unreachable } = useOutbox();
  const { focus, listRef, emptyButtonRef } = useListFocus(tasks, leaving);
  const { draft, openDraft, keepTyped, closeDraft } = useDraft();
  const { rowActions, actions } = useTaskActions({ listing, updateListing, clock, focus, leave, openDraft });
  const selection = useSelection(staying);
  const popups = usePopup();
  const pointer = useRowPointer(tasks, selection, popups);
  const { move, moved, startDrag } = useMove(staying, tasks, listing, selection);
  const lists = useShownLists(listing);
  const rowState = useMemo(() => ({ leaving, selected: selection.ids, lists }), [leaving, selection.ids, lists]);
  const overdueToToday = useOverdueToToday(staying, listing, clock);
  const [hasHelp, setHelp] = useState(false);
  const [hasSheet, setSheet] = useState(false);
  const [covered, setCovered] = useState(0);
  const newTaskRef = useRef<HTMLInputElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const focusHeading = () => headingRef.current?.focus({ preventScroll: true });
  useViewChange(viewKey(asked), name, focusHeading);

  useEffect(loadAllWhenIdle, []);

  const isTrash = listing.view === "trash";
  const takesTasks = !isTrash && asked.view !== "done" && !isMissing;
  const openHelp = () => openWhenFetched(loadKeysHelp(), () => setHelp(true));
  const openSheet = () => openWhenFetched(loadQuickAddSheet(), () => setSheet(true));
  const startTask = () => (phone ? openSheet() : newTaskRef.current?.focus());
  const commands = useTaskKeys({
    ...{ tasks, leaving, focus, actions, selection, popups, move, overdueToToday, startTask, searchRef, openHelp },
  });

  const [added, setAdded] = useState<string>();
  useEffect(() => {
    if (added && tasks?.some(({ id }) => id === added)) {
      listRef.current?.reveal(added, covered);
      setAdded(undefined);
    }
  }, [added, tasks, covered, listRef]);
  function add(fields: TaskFields) {
    const id = uuidv7();
    actions.add(withGiven(fields, listing, clock, tasks?.[0]), id);
    setAdded(id);
  }

  const addAll = (lines: TaskFields[]) => actions.addAll(allWithGiven(lines, listing, clock, tasks?.[0]));

  const waiting = !useOnline() || unreachable;
  const unsent = useMemo(() => new Set(waiting ? changes.map((c) => c.task) : []), [changes, waiting]);
  const counts = seen?.counts;
  useFirstRun(counts?.total, () => !phone && newTaskRef.current?.focus());

  const inAll = counts && `${counts.total} ${counts.total === 1 ? "task" : "tasks"}, ${counts.completed} completed`;
  const inView = staying && `${staying.length} ${staying.length === 1 ? "task" : "tasks"}`;
  const count = isTrash || isMissing ? "" : viewKey(listing) === "all" && search === "" ? inAll : inView;

  return (
    <div className={cn("flex flex-col gap-1 sm:gap-3", covered > 0 && "pb-[60dvh]")}>
      <ListToolbar
        {...{ name, list, updateListing, searchRef, headingRef, openHelp }}
        listing={asked}
        count={count ?? ""}
      />
      {takesTasks && !(phone && selection.ids.size > 0) && ( // its button would be below the bar
        <NewTask
          {...{ phone, clock, add, addAll }}
          viewName={name}
          inputRef={newTaskRef}
          sheet={{ isOpen: hasSheet, open: openSheet, close: () => setSheet(false), onHeight: setCovered }}
        />
      )}
      {refused.length + unreadable.length > 0 && (
        <NotSaved refused={refused} unreadable={unreadable} clock={clock} outbox={outbox} edit={actions.mend} />
      )}
      <ActiveFilters listing={asked} updateListing={updateListing} />
      {listing.view === "done" && (counts?.total ?? 0) >= fewTasks && <DoneFigures />}
      {isTrash ? (
        <Trash clock={clock} focusHeading={focusHeading} />
      ) : isMissing ? (
        <Nothing title="This list is not here" text="It was deleted, and may be in the trash, or it is not yours." />
      ) : !tasks && query.isError ? (
        <ListError error={query.error} retry={() => void query.refetch()} />
      ) : !groups || !tasks ? (
        query.isPaused ? <ListNotHere /> : <ListSkeleton />
      ) : tasks.length === 0 ? (
        <EmptyState
          {...{ updateListing, startTask }}
          listing={asked}
          total={counts?.total ?? 0}
          addExamples={() => examples.forEach(add)}
          buttonRef={emptyButtonRef}
        />
      ) : (
        <RowState value={rowState}>
          <Swipes {...{ tasks, selection, actions, popups }} />
          <div {...pointer} onPointerDownCapture={startDrag}>
            <List
              ref={listRef}
              groups={groups}
              clock={clock}
              unsent={unsent}
              actions={rowActions}
              overdueAction={
                overdueToToday && (
                  <Button
                    variant="quiet"
                    size="sm"
                    aria-keyshortcuts="T"
                    onClick={() => {
                      focus.hold(tasks[0]); // it goes
                      overdueToToday();
                    }}
                    className="-mb-1 text-accent"
                  >
                    Move all to today
                  </Button>
                )
              }
            />
          </div>
        </RowState>
      )}
      {query.isComing && (
        <p role="status" className="text-center text-sm text-muted">
          {query.isPaused ? "The others are not here without a connection" : "Loading more"}
        </p>
      )}

      {draft && (
        <Editor
          draft={draft}
          clock={clock}
          add={(fields) => actions.addDraft(draft, fields)}
          remove={(task) => {
            actions.remove([task]);
            if (draft.refused) outbox.discard(draft.refused);
          }}
          close={closeDraft}
          keep={keepTyped}
          returnFocus={focus.returnToEdited}
        />
      )}
      <p role="status" className="sr-only">
        {selection.ids.size > 0 && `${selection.ids.size} selected`}
      </p>
      <p role="status" className="sr-only">
        {moved}
      </p>
      {selection.ids.size > 0 && (
        <SelectionBar {...{ selection, actions }} open={popups.open} clear={() => commands.clearSelection?.()} />
      )}
      {popups.popup && (
        <PopupsOf
          {...{ popups, actions, selection, clock, commands }}
          all={staying ?? []}
          move={listing.sort === "position" ? move : undefined}
        />
      )}
      {hasHelp && <KeysHelp close={() => setHelp(false)} />}
    </div>
  );
}

/** Names the window for the view; when another one is shown, its heading gets the focus, which says its name. */
function useViewChange(key: string, name: string, focusHeading: () => void) {
  const shown = useRef(key);
  useEffect(() => {
    document.title = `${name} · Todo`;
  }, [name]);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    if (!document.activeElement?.closest("[role=dialog]")) focusHeading(); // a filter may be a view, too
  });
}

/** Calls start once if the user has no task yet when the page is first shown. */
function useFirstRun(total: number | undefined, start: () => void) {
  const isDecided = useRef(false);
  useEffect(() => {
    if (isDecided.current || total === undefined) return;
    isDecided.current = true;
    if (total === 0 && document.activeElement === document.body) start();
  });
}
