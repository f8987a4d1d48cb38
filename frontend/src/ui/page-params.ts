"use client";

import { useSearchParams } from "next/navigation";

import { useHydrated } from "@/ui/hydrated";

const useLocation = typeof window === "undefined" ? () => null : useSearchParams;

/** Returns the search parameters of the page; null until the page runs, since it is built without them. */
export function usePageParams(): URLSearchParams | null {
  const params = useLocation();
  const hydrated = useHydrated();
  return hydrated ? params : null;
}
