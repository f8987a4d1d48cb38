import { toast } from "@/ui/toast";

/** Runs once a part of the page is there; where it cannot be fetched, says so, and the page stays as it is. */
export function whenFetched(part: Promise<unknown>, run: () => void) {
  part.then(run, () =>
    toast({ kind: "error", message: "This could not be opened: it was not fetched before the connection was lost." }),
  );
}

/** Runs when the page has loaded and the browser has time: what is not seen at first is fetched then, so that it opens at once, and without a connection. */
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
