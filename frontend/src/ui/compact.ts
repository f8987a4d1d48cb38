import { storeChoice } from "@/ui/theme";

const cookie = "rows";

/** Applies the stored height of rows to a page before any of it is painted. */
export const compactScript =
  `if(/(?:^|; )${cookie}=compact/.test(document.cookie))` + `document.documentElement.dataset.rows="compact";`;

/** Reports whether the user has chosen compact rows, which a device with a coarse pointer does not show. */
export const isCompact = () => document.documentElement.dataset.rows === "compact";

/** Makes rows compact, or no more, at once, and stores that for a year. */
export function setCompact(on: boolean) {
  const { dataset } = document.documentElement;
  if (on) dataset.rows = "compact";
  else delete dataset.rows;
  storeChoice(cookie, on ? "compact" : "");
}

/** Calls a listener when rows become compact, or no more; returns how to stop. */
export function subscribeCompact(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-rows"] });
  return () => observer.disconnect();
}
