import http from "node:http";
import { setTimeout } from "node:timers/promises";

import { forward } from "./proxy";
import { relays } from "./servers";
import { isStatic, site } from "./test";

import type { Page } from "@playwright/test";

/** A server before the build that is tested, through which a test sees to what is deployed there. */
export interface Relay {
  origin: string;
  /** Deploys a service worker: what a function makes of the build's own. */
  deploy: (worker: (own: string) => string) => void;
  /** Answers nothing from now on, and hangs up on nobody. */
  hang: () => void;
  close: () => void;
}

/** Begins to relay, once no other test does: the backend knows the origin. */
export async function relay(): Promise<Relay> {
  const origin = isStatic() ? relays.static : relays.server;
  let hangs = false;
  let worker = (own: string) => own;
  const server = http.createServer((request, response) => {
    if (hangs) return;
    const target = new URL(request.url ?? "/", site());
    if (target.pathname === "/sw.js") {
      void fetch(target).then(async (answer) => {
        const type = { "content-type": "text/javascript", "cache-control": "no-cache" };
        response.writeHead(answer.status, type).end(worker(await answer.text()));
      });
      return;
    }
    forward(request, response, target);
  });
  const port = Number(new URL(origin).port);
  const listen = () =>
    new Promise<boolean>((resolve, reject) => {
      server.removeAllListeners("error").once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EADDRINUSE") resolve(false);
        else reject(error);
      });
      server.listen(port, "localhost", () => resolve(true));
    });
  while (!(await listen())) await setTimeout(100);
  return {
    origin,
    deploy: (next) => (worker = next),
    hang: () => (hangs = true),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Waits until the page's service worker keeps the application on the device. */
export const installed = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
/** The names of the caches. */
export const caches = (page: Page) => page.evaluate(() => window.caches.keys());
