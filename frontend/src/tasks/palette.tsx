"use client";

import { Bookmark, CircleCheck, CircleDot, CornerDownRight, Hash, Inbox, List, Search } from "lucide-react";

import { Choices, type Choice } from "@/tasks/choices";
import { defaultListing, searched, tagView } from "@/tasks/listing";
import type { PopupsProps } from "@/tasks/popups";
import { taskKeys } from "@/tasks/task-keys";
import { useFilters } from "@/tasks/use-filters";
import { addressOf } from "@/tasks/use-listing";
import { useLists } from "@/tasks/use-lists";
import { useOverview } from "@/tasks/use-overview";
import { useAllTasks, tasksOf } from "@/tasks/use-tasks";
import { Dialog, DialogContent } from "@/ui/dialog";

const most = 50; // tasks shown at once

/** Every command, list, tag, filter and task, found by its name; a task by all that a search finds it by. */
export function Palette({ popups, actions, clock, commands }: PopupsProps) {
  const lists = useLists().all ?? [];
  const { tasks } = useAllTasks();
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
  const tags = (useOverview().data?.tags ?? []).map(
    ({ name }): Choice => ({
      id: `tag ${name}`,
      label: `#${name}`,
      detail: "Tag",
      icon: <Hash aria-hidden />,
      run: goTo(addressOf(tagView(name))),
    }),
  );
  const saved = (useFilters() ?? []).map(
    ({ name, search }): Choice => ({
      id: `filter ${name}`,
      label: name,
      detail: "Filter",
      icon: <Bookmark aria-hidden />,
      run: goTo(addressOf({ ...defaultListing, search })),
    }),
  );
  const found = (search: string) => {
    const all = tasksOf(tasks, searched({ ...defaultListing, search }), clock, lists);
    return [...all.filter((task) => !task.completed), ...all.filter((task) => task.completed)].slice(0, most);
  };
  const more = (typed: string): Choice[] => [
    ...found(typed).map((task) => ({
      id: `task ${task.id}`,
      label: task.title,
      detail: task.completed ? "Done" : "Task",
      icon: task.completed ? <CircleCheck aria-hidden /> : <CircleDot aria-hidden />,
      run: closing(() => actions.edit(task)),
    })),
    {
      id: "search",
      label: `Search all tasks for “${typed}”`,
      icon: <Search aria-hidden />,
      run: goTo(`/tasks?${new URLSearchParams({ search: typed })}`),
    },
  ];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent title="Go to or do" onCloseAutoFocus={returnFocus}>
        <Choices
          label="A command, a list, a tag, a filter or a task"
          choices={[...doing, ...places, ...tags, ...saved]}
          more={more}
        />
      </DialogContent>
    </Dialog>
  );
}
