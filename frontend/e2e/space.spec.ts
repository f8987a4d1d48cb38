import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";

import { certificate, forward } from "./proxy";
import { hub, space } from "./servers";
import { expect, failedRequest, rows, test } from "./test";

import type { FrameLocator, Page } from "@playwright/test";

const port = 7870; // of the Space's shim
let data = "";
let shim: ChildProcess | undefined;
let proxy: https.Server | undefined;
let preflights: string[] = [];

test.use({ ignoreHTTPSErrors: true });
test.describe.configure({ mode: "default" }); // one Space for both

// A Space, with what the Hub sets there and nothing else; the Hub's page, which shows it in a frame; and the Hub's
// proxy before it, which answers every preflight itself, without Access-Control-Allow-Credentials.
test.beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "todo-space-"));
  chmodSync(data, 0o755); // as root, PostgreSQL runs as another user and passes through
  const secret = data.padEnd(40, "x1y2z3");
  const set = { SPACE_ID: "ann/todo", SPACE_HOST: new URL(space).host, SPACE_SIGNING_SECRET: secret };
  const env = { ...process.env, ...set, PORT: `${port}`, DATA_DIR: data }; // as a Space has, and its own database
  shim = spawn("../bin/shim", { env, stdio: "ignore" });
  proxy = https.createServer(certificate("space"), (request, response) => {
    const { method, url, headers } = request;
    if (headers.host === new URL(hub).host) {
      response.writeHead(200, { "content-type": "text/html" });
      return void response.end(`<!doctype html><title>Hub</title><iframe src="${space}${url}" width=1200 height=700>`);
    }
    if (method === "OPTIONS") {
      preflights.push(url ?? "");
      response.writeHead(200, {
        "access-control-allow-origin": headers.origin ?? "",
        "access-control-allow-methods": headers["access-control-request-method"] ?? "",
        "access-control-allow-headers": headers["access-control-request-headers"] ?? "",
      });
      return void response.end();
    }
    forward(request, response, new URL(url ?? "/", `http://127.0.0.1:${port}`));
  });
  await new Promise<void>((resolve) => proxy?.listen(3444, "127.0.0.1", resolve));
  await expect
    .poll(async () => (await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.ok, { timeout: 30_000 })
    .toBe(true);
});

test.afterAll(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
  const ended = new Promise((resolve) => shim?.on("exit", resolve));
  shim?.kill("SIGTERM");
  await ended;
  rmSync(data, { recursive: true, force: true });
});

test.beforeEach(({ expecting }) => {
  preflights = [];
  expecting(failedRequest, new RegExp(`^foreign request: (${space}|${hub})/`)); // failed: who am I, when signed out
});

const password = "correct horse battery";

/** Signs up, and has a task saved. */
async function begin(top: Page, page: Page | FrameLocator, email: string) {
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Jo Berg");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "Add the first task" }).click();
  await top.keyboard.type("Milk #home");
  const saved = top.waitForResponse((answer) => answer.url() === `${space}/api/tasks` && answer.status() === 201);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await saved;
}

test("a Space in its frame on the Hub: signed in after a reload, by a cookie of that frame alone", async ({ page }) => {
  await page.goto(`${hub}/`);
  const frame = page.frameLocator("iframe");
  await begin(page, frame, `space-${process.pid}-frame@example.com`);
  await page.goto(`${hub}/tasks`);
  await expect(frame.getByText("1 task, 0 completed")).toBeVisible();

  const cookies = await page.context().cookies(space);
  expect(cookies).toMatchObject([
    { name: "__Host-better-auth.session_token", secure: true, httpOnly: true, sameSite: "None", path: "/" },
  ]);
  await page.goto(`${space}/tasks`); // the cookie is partitioned: elsewhere nobody is signed in
  await expect(page).toHaveURL(/\/auth\/signin/);
  expect(preflights).toEqual([]);
});

test("a Space at its own address", async ({ page }) => {
  await page.goto(`${space}/`);
  await begin(page, page, `space-${process.pid}-page@example.com`);
  await page.reload();
  await expect(rows(page)).toHaveText(/Milk/);
  await page.getByRole("button", { name: "Account of Jo Berg" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${space}/`);
  expect(await page.context().cookies(space)).toEqual([]);
  expect(preflights).toEqual([]);
});
