"use client";

import { useSearchParams } from "next/navigation";

import { isStatic } from "@/ui/is-static";
import { useHydrated } from "@/ui/hydrated";

const useLocation = isStatic && typeof window === "undefined" ? () => null : useSearchParams;

/** Returns the search parameters of the page; null in a static page, which is built without them, until it runs. */
export function usePageParams(): URLSearchParams | null {
  const params = useLocation();
  const hydrated = useHydrated();
  return isStatic && !hydrated ? null : params;
}
