"use client";

import {
  ArrowDown,
  ArrowUp,
  CalendarDays,
  CheckCircle2,
  Flag,
  Hash,
  List,
  Pencil,
  SquareCheck,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";

import type { PopupsProps } from "@/tasks/popups";
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
  const item = (label: string, key: string, icon: ReactNode, run: () => void, disabled = false) => (
    <MenuItem key={label} onSelect={run} aria-keyshortcuts={key} disabled={disabled}>
      {icon}
      <span className="flex-1">{label}</span>
      <kbd aria-hidden className="pl-6 font-sans text-xs text-muted">
        {key.replace("+ArrowUp", " ↑").replace("+ArrowDown", " ↓")}
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
        <MenuSeparator />
        {first &&
          tasks.length === 1 &&
          item("Select", "X", <SquareCheck aria-hidden />, doing(() => selection.toggle(first)))}
        {item("Delete", "Delete", <Trash2 aria-hidden />, doing(() => actions.remove(tasks)))}
      </MenuContent>
    </Menu>
  );
}
