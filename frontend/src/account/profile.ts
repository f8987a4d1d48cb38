import { useQuery } from "@tanstack/react-query";

import { unwrap, api } from "@/api/client";
import type { components } from "@/api/schema";

export type Profile = components["schemas"]["User"];

/** What the backend knows of whoever is signed in. */
export function useProfile() {
  return useQuery({ queryKey: ["profile"], queryFn: ({ signal }) => unwrap(api.GET("/api/auth/me", { signal })) });
}
