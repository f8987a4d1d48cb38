import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names. Of two that conflict, the later wins. */
export function cn(...classes: ClassValue[]) {
  return twMerge(clsx(classes));
}
