"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, errorMessage, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { truncate } from "@/lib/text";
import { toast } from "@/ui/toast";

/** A list with its tasks, or a task, that can be restored. */
export interface Trashed {
  kind: "list" | "task";
  id: string;
  title: string;
  /** When it was deleted (RFC 3339). */
  deletedAt: string;
  /** How many tasks come back with a list. */
  tasks: number;
}

interface Page {
  lists: components["schemas"]["TrashedList"][];
  tasks: components["schemas"]["Task"][];
}

/** Returns what is in the trash, the newest deletion first. */
export function trashed(pages: Page[]): Trashed[] {
  const all = pages.flatMap(({ lists, tasks }): Trashed[] => [
    ...lists.map(({ id, name, deleted_at, total }) => {
      return { kind: "list" as const, id, title: name, deletedAt: deleted_at, tasks: total };
    }),
    ...tasks.map(({ id, title, deleted_at, subtasks }) => {
      return { kind: "task" as const, id, title, deletedAt: deleted_at ?? "", tasks: subtasks.total };
    }),
  ]);
  return all.sort((a, b) => Date.parse(b.deletedAt) - Date.parse(a.deletedAt));
}

/** Returns the trash and what can be done with it. */
export function useTrash() {
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ["trash"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/api/trash", { params: { query: pageParam ? { cursor: pageParam } : {} }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 0, // a deletion elsewhere may have been sent since
  });
  const { mutate, isPending } = useMutation({
    networkMode: "always", // without a connection it fails at once, and says so
    mutationFn: (send: () => Promise<string>) => send(),
    onSuccess: (message) => void toast({ message }),
    onError: (error) => void toast({ kind: "error", message: errorMessage(error) }),
    onSettled: () => client.invalidateQueries(),
  });
  return {
    query,
    items: query.data && trashed(query.data.pages),
    isPending,
    restore: ({ kind, id, title }: Trashed) =>
      mutate(async () => {
        const params = { path: { id } };
        if (kind === "list") await unwrap(api.POST("/api/lists/{id}/restore", { params }));
        else await unwrap(api.POST("/api/tasks/{id}/restore", { params }));
        return `Restored “${truncate(title)}”`;
      }),
    empty: () =>
      mutate(async () => {
        await unwrap(api.DELETE("/api/trash"));
        return "The trash is empty";
      }),
  };
}
