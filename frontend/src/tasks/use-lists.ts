"use client";

import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { useUser } from "@/session/signed-in";
import { inOrder, withCounts, type TaskList } from "@/tasks/lists";
import { useAllTasks } from "@/tasks/use-tasks";

export const listsKey = ["lists"];

/**
 * Returns the user's lists in their order, the inbox among them, with their counts, changes included; undefined until
 * the device has them. What is done with lists is in the query cache until the copy has it.
 */
export function useLists() {
  const { id: user } = useUser();
  const client = useQueryClient();
  const { copy, tasks, whole } = useAllTasks();
  const copied = copy.lists;
  useEffect(() => {
    if (copied.length > 0) client.setQueryData(listsKey, copied);
  }, [client, copied]);
  const { data: edited } = useQuery<TaskList[]>({ queryKey: listsKey, queryFn: skipToken });
  const all = useMemo(() => {
    const lists = edited ?? (copied.length > 0 ? copied : undefined);
    return lists && inOrder(whole ? withCounts(lists, tasks) : lists);
  }, [edited, copied, tasks, whole]);
  // The inbox has its user's id.
  const inbox = all?.find(({ id }) => id === user);
  const lists = useMemo(() => all?.filter(({ id }) => id !== user), [all, user]);
  return { all, inbox, lists };
}
