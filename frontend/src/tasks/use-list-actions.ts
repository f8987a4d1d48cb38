"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, errorMessage, unwrap } from "@/api/client";
import { uuidv7 } from "@/api/uuid";
import { truncate } from "@/lib/text";
import { inOrder, lastPosition, movedTo, type ListPatch, type TaskList } from "@/tasks/lists";
import { nameKey } from "@/tasks/search";
import { withListRenamed } from "@/tasks/searches";
import { useFollow } from "@/tasks/use-filters";
import { listsKey as queryKey } from "@/tasks/use-lists";
import { toast } from "@/ui/toast";

/** What can be done with lists: each is seen at once, and taken back with a message where the backend refuses it. */
export interface ListActions {
  /** Creates a list at the end, and returns its id. */
  create: (fields: { name: string; color: string | null }) => string;
  change: (list: TaskList, patch: ListPatch) => void;
  /** Moves a list to an index among those that are no inbox. */
  move: (list: TaskList, index: number) => void;
  /** Puts a list into the trash with its tasks, and offers to take it out. */
  remove: (list: TaskList) => void;
}

interface Edit {
  apply: (lists: TaskList[]) => TaskList[];
  send: () => Promise<unknown>;
}

export function useListActions(): ListActions {
  const client = useQueryClient();
  const followName = useFollow();
  const { mutate } = useMutation({
    scope: { id: "lists" }, // one after another
    networkMode: "always", // without a connection it fails at once, and says so
    mutationFn: ({ send }: Edit) => send(),
    onMutate: async ({ apply }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<TaskList[]>(queryKey);
      if (before) client.setQueryData(queryKey, apply(before));
      return before;
    },
    onError: (error, _, before) => {
      client.setQueryData(queryKey, before);
      toast({ kind: "error", message: errorMessage(error) });
    },
    onSettled: () => client.invalidateQueries(),
  });
  return useMemo(() => {
    const patch = (id: string, body: ListPatch) =>
      unwrap(api.PATCH("/api/lists/{id}", { params: { path: { id } }, body }));
    const restore = (list: TaskList) =>
      mutate({
        apply: (lists) => [...lists.filter(({ id }) => id !== list.id), list],
        send: () => unwrap(api.POST("/api/lists/{id}/restore", { params: { path: { id: list.id } } })),
      });
    return {
      create(fields) {
        const id = uuidv7();
        const body = { id, ...fields };
        mutate({
          apply: (lists) => [...lists, emptyList(body, lastPosition(lists))],
          send: () => unwrap(api.POST("/api/lists", { body })),
        });
        return id;
      },
      change(list, body) {
        mutate({
          apply: (lists) => lists.map((l) => (l.id === list.id ? ({ ...l, ...body } as TaskList) : l)),
          send: async () => {
            await patch(list.id, body);
            const { id, name: from } = list;
            const to = body.name ?? from;
            const others = client.getQueryData<TaskList[]>(queryKey)?.filter((other) => other.id !== id);
            const isShared = others?.some(({ name }) => nameKey(name) === nameKey(from)); // a search means both
            if (to !== from && !isShared) followName((search) => withListRenamed(search, from, to));
          },
        });
      },
      move(list, index) {
        const all = client.getQueryData<TaskList[]>(queryKey) ?? [];
        const moves = movedTo(inOrder(all.filter(({ is_inbox }) => !is_inbox)), list.id, index);
        mutate({
          apply: (lists) => lists.map((l) => ({ ...l, ...moves.find(({ id }) => id === l.id) })),
          send: async () => {
            for (const { id, position } of moves) await patch(id, { position });
          },
        });
      },
      remove(list) {
        mutate({
          apply: (lists) => lists.filter(({ id }) => id !== list.id),
          send: () => unwrap(api.DELETE("/api/lists/{id}", { params: { path: { id: list.id } } })),
        });
        toast({
          message: `Deleted the list “${truncate(list.name)}”`,
          action: { label: "Undo", hint: "Open the trash to restore it", run: () => restore(list) },
        });
      },
    };
  }, [client, mutate, followName]);
}

function emptyList({ id, name, color }: Pick<TaskList, "id" | "name" | "color">, position: string): TaskList {
  const now = new Date().toISOString();
  const counts = { total: 0, completed: 0, change_seq: 0 };
  return { id, name, color, position, is_inbox: false, ...counts, created_at: now, updated_at: now };
}
