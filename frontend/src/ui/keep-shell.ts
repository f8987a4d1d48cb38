import { toast } from "@/ui/toast";

/**
 * Has the service worker keep the application on the device, so that it starts without a connection, and offers each
 * newer version. A browser without service workers, as over plain http, or that refuses them, loads it each time.
 */
export async function keepShell() {
  if (process.env.NEXT_PUBLIC_SERVICE_WORKER === "off") return; // or it would keep what takes itself off
  try {
    offerNewer(await navigator.serviceWorker.register("/sw.js"));
  } catch {
    // as said
  }
}

function offerNewer(registration: ServiceWorkerRegistration) {
  let close = () => {};
  const offer = () => {
    if (!registration.waiting || !registration.active) return; // the first version needs no reload
    close();
    close = toast({
      message: "A new version is ready.",
      stays: true,
      action: { label: "Reload", hint: "Reload the page", run: () => reload(registration) },
    });
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {}); // else: at the next visit
  });
}

function reload({ waiting }: ServiceWorkerRegistration) {
  if (!waiting) return location.reload(); // from another tab it has taken over already
  waiting.addEventListener("statechange", () => location.reload(), { once: true });
  waiting.postMessage("activate");
}
