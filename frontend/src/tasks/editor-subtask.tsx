"use client";

import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { oneLine } from "@/lib/text";
import { titleRule } from "@/tasks/rules";
import type { Task } from "@/tasks/task";
import { useAtEnd } from "@/tasks/use-at-end";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/field";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";

const faultOf = (title: string) => (oneLine(title) === "" ? undefined : titleRule(title));

/** One subtask: its title is changed in its place, which Alt with an arrow, a drag and a menu change. */
export function EditorSubtask({
  subtask,
  index,
  count,
  line,
  keepLine,
  due,
  check,
  rename,
  remove,
  move,
  startDrag,
  toField,
}: {
  subtask: Task;
  /** Its place among all, which are so many. */
  index: number;
  count: number;
  /** What was typed in place of its title, and is not saved. */
  line: string | undefined;
  /** Keeps such a line, should the page go; "" forgets it. */
  keepLine: (line: string) => void;
  due: string | undefined;
  check: () => void;
  rename: (title: string) => void;
  remove: () => void;
  /** Moves it by a place. */
  move: (by: 1 | -1) => void;
  /** Lets its row follow the pointer, which is down on its handle. */
  startDrag: (down: PointerEvent) => void;
  toField: () => void;
}) {
  const [typed, setTyped] = useState(line);
  const unkept = useRef(line); // what is typed, until it is kept
  const id = useId();
  const { title, completed } = subtask;
  const fault = typed === undefined ? undefined : faultOf(typed);
  function keep() {
    if (unkept.current === undefined || fault) return;
    const line = oneLine(unkept.current);
    if (line !== "" && line !== title) rename(line);
    type(undefined);
  }
  function type(text: string | undefined) {
    unkept.current = text;
    setTyped(text);
    keepLine(text ?? "");
  }
  useAtEnd(keep);

  function onMoveKey(event: KeyboardEvent) {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : undefined;
    if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    move(by);
  }

  return (
    <li data-index={index} onKeyDown={onMoveKey}>
      <div className="flex items-center">
        <label className="flex size-8 shrink-0 cursor-pointer items-center justify-center pointer-coarse:size-11">
          <input
            type="checkbox"
            checked={completed}
            onChange={check}
            aria-label={`Done: ${title}`}
            className="size-5 accent-(--accent)"
          />
        </label>
        <Input
          aria-label={`Subtask: ${title}`}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? id : undefined}
          aria-keyshortcuts={count > 1 ? "Alt+ArrowUp Alt+ArrowDown" : undefined}
          dir="auto"
          autoComplete="off"
          ref={(input) => input?.setCustomValidity(fault ?? "")} // which keeps the editor open
          value={typed ?? title}
          onChange={(event) => {
            type(event.target.value);
          }}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            keep();
            if (event.ctrlKey || event.metaKey) return;
            event.preventDefault(); // which would save the task
            toField();
          }}
          className={cn("ml-1 h-8 min-w-0 flex-1 border-transparent px-1", completed && "text-muted line-through")}
        />
        {due && <span className="shrink-0 px-1 text-xs text-muted">{due}</span>}
        {count > 1 && <Handle {...{ title, index, count, move, startDrag }} />}
        <Button variant="quiet" size="icon-sm" aria-label={`Delete: ${title}`} onClick={remove}>
          <X aria-hidden />
        </Button>
      </div>
      {fault && (
        <p id={id} role="alert" className="pl-9 text-sm text-danger">
          {fault}
        </p>
      )}
    </li>
  );
}

/** What a subtask is dragged by; a press on it opens a menu that does the same. Tab passes it: the keyboard has Alt. */
function Handle({
  title,
  index,
  count,
  move,
  startDrag,
}: {
  title: string;
  index: number;
  count: number;
  move: (by: 1 | -1) => void;
  startDrag: (down: PointerEvent) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Menu open={isOpen} onOpenChange={setOpen} modal={false}>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          size="icon-sm"
          tabIndex={-1}
          aria-label={`Move: ${title}`}
          onPointerDown={(event) => {
            event.preventDefault(); // which would open the menu
            startDrag(event);
          }}
          onKeyDown={(event) => event.altKey && event.preventDefault()} // it moves then
          onClick={() => setOpen(!isOpen)}
          className="cursor-grab touch-none"
        >
          <GripVertical aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuItem disabled={index === 0} onSelect={() => move(-1)}>
          <ArrowUp aria-hidden /> Move up
        </MenuItem>
        <MenuItem disabled={index === count - 1} onSelect={() => move(1)}>
          <ArrowDown aria-hidden /> Move down
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
