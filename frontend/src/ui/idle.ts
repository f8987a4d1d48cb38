import { holdKeys } from "@/ui/hold-keys";
import { toast } from "@/ui/toast";

/** Calls run once a part of the page is loaded; when loading fails, it tells the user instead. */
export function whenFetched<T>(part: Promise<T>, run: (part: T) => void) {
  part.then(run, () =>
    toast({
      kind: "error",
      message: "This could not be loaded because the connection was lost. Please try again when it is back.",
    }),
  );
}

/**
 * Opens a window once its part of the page is loaded. What is typed meanwhile is meant for the window, not for the
 * page, where letters are commands: the field that gets the focus begins with it.
 */
export function openWhenFetched<T>(part: Promise<T>, open: (part: T) => void) {
  const release = holdKeys();
  part.catch(release);
  whenFetched(part, open);
}

/**
 * Calls run once the page has loaded and the browser is idle, unless the returned function is called before. It is for
 * loading what is not visible yet, so that it opens at once, also offline.
 */
export function whenIdle(run: () => unknown): () => void {
  let stop = () => {};
  const wait = () => {
    if ("requestIdleCallback" in window) {
      const handle = requestIdleCallback(run, { timeout: 5000 });
      stop = () => cancelIdleCallback(handle);
    } else {
      const timer = setTimeout(run, 1000);
      stop = () => clearTimeout(timer);
    }
  };
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
  return () => {
    removeEventListener("load", wait);
    stop();
  };
}
