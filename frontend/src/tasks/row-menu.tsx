"use client";

import {
  ArrowDown,
  ArrowUp,
  CalendarDays,
  CheckCircle2,
  Flag,
  Hash,
  Inbox,
  List,
  Pencil,
  SquareCheck,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";

import { listingOf, tagView, viewKey, type Listing } from "@/tasks/listing";
import type { PopupsProps } from "@/tasks/popups";
import { currentListing, showListing } from "@/tasks/use-listing";
import { useLists } from "@/tasks/use-lists";
import type { Popup } from "@/tasks/use-popup";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";

/** All that can be done with a task, or with those that are selected. */
export function RowMenu({ popup, popups, actions, selection, all, move }: PopupsProps & { popup: Popup }) {
  const { tasks, at } = popup;
  const { open, close, returnFocus } = popups;
  const [first] = tasks;
  const doing = (run: () => void) => () => close(run);
  const isDone = tasks.every((task) => task.completed);
  const [isFirst, isLast] = [all[0], all.at(-1)].map((end) => tasks.some(({ id }) => id === end?.id));
  const { all: lists } = useLists();
  const list = lists?.find(({ id }) => id === first?.list_id);
  const inList = listingOf("all", list?.id);
  const goTo = (name: string, icon: ReactNode, listing: Listing) =>
    viewKey(listing) !== viewKey(currentListing()) &&
    item(`Go to ${name}`, undefined, icon, doing(() => showListing(listing)));
  const item = (label: string, key: string | undefined, icon: ReactNode, run: () => void, disabled = false) => (
    <MenuItem key={label} onSelect={run} aria-keyshortcuts={key} disabled={disabled}>
      {icon}
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {label}
      </span>
      <kbd aria-hidden className="pl-6 font-sans text-xs text-muted">
        {key?.replace("+ArrowUp", " ↑").replace("+ArrowDown", " ↓")}
      </kbd>
    </MenuItem>
  );
  return (
    <Menu open modal={false} onOpenChange={(isOpen) => !isOpen && close()}>
      <MenuTrigger asChild>
        <span
          aria-hidden
          className="pointer-events-none fixed"
          style={{ left: at.x, top: at.y, width: at.width, height: at.height }}
        />
      </MenuTrigger>
      <MenuContent
        align="start"
        collisionPadding={12}
        aria-label={tasks.length === 1 ? first?.title : `${tasks.length} tasks`}
        aria-labelledby={undefined}
        onCloseAutoFocus={returnFocus}
        className="max-h-(--radix-dropdown-menu-content-available-height) max-w-72 overflow-y-auto"
      >
        {item(isDone ? "Open again" : "Done", "x", <CheckCircle2 aria-hidden />, doing(() => actions.complete(tasks)))}
        {first && tasks.length === 1 && item("Edit", "e", <Pencil aria-hidden />, doing(() => actions.edit(first)))}
        <MenuSeparator />
        {item("Date", "t", <CalendarDays aria-hidden />, () => open("date", tasks, at))}
        {item("List", "l", <List aria-hidden />, () => open("list", tasks, at))}
        {item("Tag", "#", <Hash aria-hidden />, () => open("tag", tasks, at))}
        {item("Priority", "1", <Flag aria-hidden />, () => open("priority", tasks, at))}
        {move && (
          <>
            <MenuSeparator />
            {item("Move up", "Alt+ArrowUp", <ArrowUp aria-hidden />, doing(() => move(tasks, -1)), isFirst)}
            {item("Move down", "Alt+ArrowDown", <ArrowDown aria-hidden />, doing(() => move(tasks, 1)), isLast)}
          </>
        )}
        {first && tasks.length === 1 && (
          <>
            <MenuSeparator />
            {list && goTo(list.name, list.is_inbox ? <Inbox aria-hidden /> : <List aria-hidden />, inList)}
            {first.tags.map((tag) => goTo(`#${tag}`, <Hash aria-hidden />, tagView(tag)))}
          </>
        )}
        <MenuSeparator />
        {first &&
          tasks.length === 1 &&
          item("Select", "X", <SquareCheck aria-hidden />, doing(() => selection.toggle(first)))}
        {item("Delete", "Delete", <Trash2 aria-hidden />, doing(() => actions.remove(tasks)))}
      </MenuContent>
    </Menu>
  );
}
