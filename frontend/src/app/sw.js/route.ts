import { off } from "./off";

export const dynamic = "force-static";

/**
 * Answers with the service worker: in development, and of a build with SERVICE_WORKER=off, one that takes itself off
 * the device. In every other build finish.mjs puts worker.js in its place.
 */
export function GET() {
  return new Response(off, {
    headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" },
  });
}
