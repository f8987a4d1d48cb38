"use client";

import { Flag, Hash, Inbox, List } from "lucide-react";

import { Choices, type Choice } from "@/tasks/choices";
import { cleanTags, tagsRule } from "@/tasks/rules";
import { priorities, type Task, type TaskPatch } from "@/tasks/task";
import { useLists } from "@/tasks/use-lists";
import { useOverview } from "@/tasks/use-overview";
import { useAllTasks } from "@/tasks/use-tasks";
import { toast } from "@/ui/toast";

interface PickerProps {
  tasks: Task[];
  /** Changes the tasks, and says what they are then. */
  set: (patch: (task: Task) => TaskPatch, is: string) => void;
}

/** Chooses the list that tasks are in. */
export function ListPicker({ tasks, set }: PickerProps) {
  const { all } = useLists();
  const choices = (all ?? []).map(
    ({ id, name, color, is_inbox }): Choice => ({
      id,
      label: name,
      icon: is_inbox ? <Inbox aria-hidden /> : <List aria-hidden style={color ? { color } : {}} />,
      chosen: tasks.every((task) => task.list_id === id),
      // A subtask is in the list of its task: in another one it is a task by itself.
      run: () => set((task) => ({ list_id: id, ...(task.list_id !== id && { parent_id: null }) }), `is in ${name}`),
    }),
  );
  return <Choices label="Move to a list" choices={choices} />;
}

/** Adds a tag to tasks, or takes it away where all have it. */
export function TagPicker({ tasks, set }: PickerProps) {
  const { data } = useOverview();
  const { tasks: all } = useAllTasks();
  // Theirs, then the most used ones first, of which an overview has but the first.
  const used = (data?.tags ?? []).map(({ name }) => name);
  const names = new Set([...tasks.flatMap((task) => task.tags), ...used, ...all.flatMap((task) => task.tags)]);
  const choiceOf = (tag: string, label = `#${tag}`): Choice => {
    const isOn = tasks.every((task) => task.tags.includes(tag));
    const tagsOf = (task: Task) =>
      isOn ? task.tags.filter((other) => other !== tag) : [...new Set([...task.tags, tag])];
    return {
      id: tag,
      label,
      icon: <Hash aria-hidden />,
      chosen: isOn,
      run: () => {
        const rule = tasks.map((task) => tagsRule(tagsOf(task))).find(Boolean);
        if (rule) toast({ kind: "error", message: rule });
        else set((task) => ({ tags: tagsOf(task) }), isOn ? `is without #${tag}` : `has #${tag}`);
      },
    };
  };
  const more = (typed: string) => {
    const [tag] = cleanTags([typed.replace(/^#/, "")]);
    const isNew = tag && ![...names].some((name) => name.toLowerCase() === tag.toLowerCase());
    return isNew ? [choiceOf(tag, `New tag: #${tag}`)] : [];
  };
  return <Choices label="Tag" choices={[...names].map((tag) => choiceOf(tag))} more={more} />;
}

/** Chooses how pressing tasks are. */
export function PriorityPicker({ tasks, set }: PickerProps) {
  const choices = [...priorities.toReversed(), null].map(
    (priority): Choice => ({
      id: priority ?? "none",
      label: priority ? `${priority[0]?.toUpperCase()}${priority.slice(1)}` : "None",
      detail: priority ? priorities.indexOf(priority) + 1 : 0,
      icon: <Flag aria-hidden />,
      chosen: tasks.every((task) => task.priority === priority),
      run: () => set(() => ({ priority }), priority ? `has priority ${priority}` : "has no priority"),
    }),
  );
  return <Choices label="Priority" choices={choices} />;
}
