"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { unwrap, api } from "@/api/client";
import type { components } from "@/api/schema";
import { accountKey, keepEntry } from "@/session/session";
import { useUser } from "@/session/signed-in";

export type Profile = components["schemas"]["User"];

/** Returns the query for the profile of the signed-in user, which begins with what this device heard last. */
export function useProfile() {
  const { id } = useUser();
  const query = useQuery({
    queryKey: ["profile"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/auth/me", { signal })),
    initialData: () => keptProfile(id),
    initialDataUpdatedAt: 0,
  });
  const profile = query.data;
  useEffect(() => {
    if (profile?.id === id) keepEntry(accountKey, id, JSON.stringify(profile));
  }, [profile, id]);
  return query;
}

function keptProfile(user: string): Profile | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(accountKey) ?? "null") as Profile | null;
    return kept?.id === user ? kept : undefined;
  } catch {
    return undefined;
  }
}
