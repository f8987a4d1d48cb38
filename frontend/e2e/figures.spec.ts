import http2 from "node:http2";
import type { AddressInfo } from "node:net";

import { certificate, forward } from "./proxy";
import { installed } from "./relay";
import { backend } from "./servers";
import { copyOf, fill, newTask, titles } from "./tasks-page";
import { disconnected, expect, test, type Person } from "./test";

import type { Page } from "@playwright/test";

// What `make lighthouse` measures beside Lighthouse, and BENCHMARKS.md keeps. Nothing is held against a time here.

const slow3G = { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 }; // DevTools' own
const slowed = 4; // times, by the browser

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const figure = (what: string, values: number[], unit = "ms") =>
  console.log(`${what}: ${Math.round(median(values))} ${unit}, at most ${Math.round(Math.max(...values))}`);

/** Makes tasks, and waits until the page has a copy of all. */
async function fillCopy(page: Page, me: Person, count: number) {
  await fill(me, Array.from({ length: count }, (_, i) => `Task ${String(i + 1).padStart(5, "0")} of the list`));
  await page.goto("/tasks");
  await expect.poll(async () => (await copyOf(page, me))?.length, { timeout: 120_000 }).toBe(count);
}

/** Has each page tell when its first task has been painted, in milliseconds since it was asked for. */
function tellFirstPaint(page: Page) {
  return page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector("[data-title]")) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => performance.mark("first task")));
    });
    seen.observe(document, { subtree: true, childList: true });
  });
}

/** Waits for the first task of the page that is loaded, and returns when it was painted. */
async function firstPaint(page: Page) {
  const mark = await page.waitForFunction(() => performance.getEntriesByName("first task")[0]?.startTime, null, {
    timeout: 60_000,
  });
  return (await mark.jsonValue()) ?? NaN;
}

test.describe("with a service worker", () => {
  test.use({ serviceWorkers: "allow" });

  test("start from the device's copy", async ({ page, me, context, expecting }) => {
    expecting(...disconnected);
    await fillCopy(page, me, 300);
    await installed(page);
    await tellFirstPaint(page);
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    for (const line of ["idle line", "slow 3G", "no line"]) {
      if (line === "slow 3G") await network.send("Network.emulateNetworkConditions", slow3G);
      if (line === "no line") await network.send("Network.emulateNetworkConditions", { ...slow3G, offline: true });
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        await page.reload({ waitUntil: "commit" });
        times.push(await firstPaint(page));
      }
      figure(`start with a warm cache, ${line}, to the first task painted`, times);
    }
  });
});

test.describe("over HTTP/2, as the platforms serve", () => {
  test.use({ ignoreHTTPSErrors: true });

  test("slow 3G, with nothing on the device but the session", async ({ page, me, context, expecting }) => {
    test.setTimeout(300_000);
    const proxy = await http2Proxy();
    expecting(new RegExp(`^foreign request: ${proxy.origin}/`));
    await fill(me, ["Milk", "Bread", "Butter"]);
    await tellFirstPaint(page);
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", slow3G);
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      await network.send("Network.clearBrowserCache");
      const storageTypes = "indexeddb,local_storage";
      await network.send("Storage.clearDataForOrigin", { origin: proxy.origin, storageTypes });
      await page.goto(`${proxy.origin}/tasks`, { waitUntil: "commit" });
      times.push(await firstPaint(page));
      await page.goto("about:blank");
    }
    figure("slow 3G, nothing on the device but the session, to the first task painted", times);
    proxy.close();
  });
});

/** Serves what the backend does over HTTP/2 (RFC 9113), as the proxies of the platforms do. */
async function http2Proxy() {
  const server = http2.createSecureServer(certificate("localhost"), (request, response) =>
    forward(request, response, new URL(request.url, backend)),
  );
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `https://localhost:${port}`, close: () => server.close() };
}

test("scripts", async ({ page, me }) => {
  await fill(me, ["Milk"]);
  const sizes = new Map<string, number>();
  page.on("response", async (response) => {
    if (!/\.js$/.test(new URL(response.url()).pathname)) return;
    sizes.set(response.url(), (await response.request().sizes()).responseBodySize);
  });
  await page.goto("/tasks", { waitUntil: "networkidle" });
  await page.waitForFunction(() => performance.now() > 8000); // by then what is prefetched has been asked for
  const sum = [...sizes.values()].reduce((a, b) => a + b, 0);
  console.log(`scripts of the task page with what is prefetched: ${sum} bytes compressed, ${sizes.size} files`);
});

test("Enter, with 1000 tasks and the processor slowed", async ({ page, me, context }) => {
  await fillCopy(page, me, 1000);
  await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slowed });
  await newTask(page).click();
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const title = `Something new ${i}`;
    await newTask(page).fill(title);
    const painted = page.evaluate(
      (title) =>
        new Promise<number>((resolve) => {
          let pressed = 0;
          addEventListener("keydown", (event) => (pressed = event.timeStamp), { capture: true, once: true });
          const seen = new MutationObserver(() => {
            if (![...document.querySelectorAll("[data-title]")].some((e) => e.textContent === title)) return;
            seen.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
          });
          seen.observe(document, { subtree: true, childList: true });
        }),
      title,
    );
    await newTask(page).press("Enter");
    times.push(await painted);
    await expect(titles(page).filter({ hasText: title })).toHaveCount(1);
  }
  figure(`Enter to painted, 1000 tasks, the processor slowed ${slowed} times`, times);
});

test("scrolling of 5000 tasks with the processor slowed", async ({ page, me, context }) => {
  test.setTimeout(300_000);
  await fillCopy(page, me, 5000);
  await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slowed });
  const rates: number[] = [];
  for (let i = 0; i < 3; i++) {
    rates.push(
      await page.evaluate(async () => {
        const frame = () => new Promise<number>(requestAnimationFrame);
        const start = await frame();
        let frames = 0;
        let now = start;
        for (; now - start < 4000; frames++) {
          scrollBy(0, 100);
          now = await frame();
        }
        return (frames * 1000) / (now - start);
      }),
    );
  }
  const rate = Math.round(median(rates));
  console.log(`scrolling of 5000 tasks, the processor slowed ${slowed} times: ${rate} frames a second`);
});
