"use client";

import { Plus } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";

import type { Clock } from "@/lib/dates";
import { QuickAddSheet } from "@/tasks/lazy";
import { QuickAdd } from "@/tasks/quick-add";
import type { TaskFields } from "@/tasks/task";
import { Button } from "@/ui/button";

/** The field for a new task; on a phone a button above the thumb, which opens it as a sheet above the keyboard. */
export function NewTask({
  phone,
  viewName,
  clock,
  add,
  addAll,
  inputRef,
  sheet,
}: {
  phone: boolean;
  viewName: string;
  clock: Clock;
  add: (fields: TaskFields) => void;
  addAll: (tasks: TaskFields[]) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  sheet: { isOpen: boolean; open: () => void; close: () => void; onHeight: (covered: number) => void };
}) {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (sheet.isOpen) wasOpen.current = true;
  }, [sheet.isOpen]);
  const field = <QuickAdd {...{ clock, add, addAll }} inputRef={inputRef} />;
  if (!phone) return field;
  if (sheet.isOpen) {
    return (
      <QuickAddSheet name={viewName} close={sheet.close} onHeight={sheet.onHeight}>
        {field}
      </QuickAddSheet>
    );
  }
  return (
    <Button
      aria-label="New task"
      aria-haspopup="dialog"
      autoFocus={wasOpen.current}
      onClick={sheet.open}
      className={
        "fixed bottom-[calc(4.5rem+env(safe-area-inset-bottom))] right-4 z-30 size-14 rounded-full p-0 shadow-lg " +
        "pointer-coarse:size-14 [&_svg]:size-6"
      }
    >
      <Plus aria-hidden />
    </Button>
  );
}
