import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; of two that say the same, the later one counts. */
export function cn(...classes: ClassValue[]) {
  return twMerge(clsx(classes));
}
