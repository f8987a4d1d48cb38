"use client";

import { CircleDot, CornerDownRight, Inbox, List, Search } from "lucide-react";

import { Choices, type Choice } from "@/tasks/choices";
import type { PopupsProps } from "@/tasks/popups";
import { taskKeys } from "@/tasks/task-keys";
import { useLists } from "@/tasks/use-lists";
import { Dialog, DialogContent } from "@/ui/dialog";

/** Every command, list and task, found by its name. */
export function Palette({ popups, actions, all, commands }: PopupsProps) {
  const lists = useLists().all ?? [];
  const { close, returnFocus } = popups;
  const closing = (run: () => void) => () => close(run);
  const goTo = (address: string) => closing(() => history.pushState(null, "", address));
  const doing = taskKeys.flatMap(({ does, shown, action }): Choice[] => {
    const run = action && commands[action];
    if (!run || action === "palette") return [];
    const icon = <CornerDownRight aria-hidden />;
    return [{ id: `key ${does}`, label: does, detail: shown, icon, run: closing(run) }];
  });
  const places = lists.map(
    ({ id, name, color, is_inbox }): Choice => ({
      id: `list ${id}`,
      label: name,
      detail: "List",
      icon: is_inbox ? <Inbox aria-hidden /> : <List aria-hidden style={color ? { color } : {}} />,
      run: goTo(`/tasks?list=${id}`),
    }),
  );
  const tasks = all.map(
    (task): Choice => ({
      id: `task ${task.id}`,
      label: task.title,
      detail: "Task",
      icon: <CircleDot aria-hidden />,
      run: closing(() => actions.edit(task)),
    }),
  );
  const more = (typed: string): Choice[] => [
    {
      id: "search",
      label: `Search all tasks for “${typed}”`,
      icon: <Search aria-hidden />,
      run: goTo(`/tasks?${new URLSearchParams({ state: "all", search: typed })}`),
    },
  ];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent title="Go to or do" onCloseAutoFocus={returnFocus}>
        <Choices label="A command, a list or a task" choices={[...doing, ...places, ...tasks]} more={more} />
      </DialogContent>
    </Dialog>
  );
}
