import { useQuery } from "@tanstack/react-query";

import { unwrap, api } from "@/api/client";
import type { components } from "@/api/schema";

export type Profile = components["schemas"]["User"];

/** Returns the query for the profile of the signed-in user. */
export function useProfile() {
  return useQuery({ queryKey: ["profile"], queryFn: ({ signal }) => unwrap(api.GET("/api/auth/me", { signal })) });
}
