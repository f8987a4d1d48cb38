import { createHash } from "node:crypto";

import { backend } from "./servers";
import { enter, expect, failedRequest, isStatic, rows, signIn, site, test } from "./test";

const pages = [
  "/",
  "/auth/signin",
  "/auth/signup",
  "/auth/forgot",
  "/auth/reset?token=x",
  "/auth/verified",
  "/tasks",
  "/account",
  "/nowhere",
];

test.describe("the content security policy", () => {
  for (const path of pages) {
    test(`${path} allows its own scripts and styles alone`, async ({ request }) => {
      const page = await request.get(path, { headers: { accept: "text/html" } });
      const policy = page.headers()["content-security-policy"] ?? "";
      const html = await page.text();
      const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)].map(([, tag = "", text = ""]) => ({
        tag,
        text,
      }));
      const inline = scripts.filter(({ tag }) => !tag.includes("src="));
      const hashes = inline.map(({ text }) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
      expect(hashes).not.toEqual([]);
      const allowed = ["'self'", ...[...new Set(hashes)].sort()].join(" ");
      expect(policy).toBe(
        [
          "default-src 'none'",
          `script-src ${allowed}`,
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "manifest-src 'self'",
          `connect-src 'self'${isStatic() ? "" : ` ${backend}`}`,
          "form-action 'self'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
        ].join("; "),
      );
      expect(html).not.toMatch(/<[^>]+\sstyle=/);
      expect(html).not.toMatch(/<[^>]+\son[a-z]+=/);
    });
  }

  test("a script that gets into the page does not run", async ({ page, me, expecting }) => {
    expecting(/Content Security Policy|CSP:/);
    await me.call("POST", "/api/tasks", {
      title: "<img src=x onerror=alert(1)><script>alert(2)</script>",
      description: "<b>bold</b>",
      tags: ["<i>"],
      category: "<u>",
    });
    page.on("dialog", () => {
      throw new Error("a script ran");
    });
    await page.goto("/tasks");
    await expect(rows(page)).toContainText("<img src=x onerror=alert(1)><script>alert(2)</script>");
    await expect(rows(page).locator("img, script, b, i, u")).toHaveCount(0);
    const ran = await page.evaluate(() => {
      document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = true">');
      const script = document.createElement("div");
      script.innerHTML = "<style>body { display: none }</style>";
      document.body.append(script);
      return new Promise((resolve) =>
        setTimeout(
          () => resolve((window as { ran?: boolean }).ran ?? getComputedStyle(document.body).display === "none"),
          300,
        ),
      );
    });
    expect(ran).toBe(false);
  });
});

test("other headers", async ({ request }) => {
  expect((await request.get("/auth/signin")).headers()).toMatchObject({
    "cache-control": "no-cache", // which lets a page come back from the back button, but not outlive its build
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
  });
  expect((await request.get("/")).headers()).not.toHaveProperty("x-powered-by");
});

for (const next of [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/%5cevil.example/..//evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/auth/signin",
]) {
  test(`signing in never leads to ${JSON.stringify(next)}`, async ({ page, person }) => {
    const ann = await person();
    await page.goto(`/auth/signin?next=${encodeURIComponent(next)}`);
    await enter(page, ann);
    await expect(page).not.toHaveURL(/\/auth\/signin/);
    expect(new URL(page.url()).origin).toBe(site());
  });
}

test("a session's page shows nothing before the session is known to be somebody's", async ({
  page,
  context,
  person,
  expecting,
}) => {
  expecting(failedRequest);
  const ann = await person();
  await signIn(context, ann);
  await ann.call("POST", "/api/tasks", { title: "Secret" });
  await page.goto("/tasks");
  await expect(rows(page)).toHaveText(/Secret/);
  await context.clearCookies();
  await page.goto("/tasks");
  await expect(page).toHaveURL(/\/auth\/signin/);
  await page.goBack();
  await expect(page.getByText("Secret")).toBeHidden();
});

test("a password never gets into the address, not even before the page runs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of ["/auth/signin", "/auth/signup"]) {
    await page.goto(`${site()}${path}`);
    const form = page.locator("form").filter({ has: page.locator("input[type=password]") });
    expect((await form.getAttribute("method"))?.toLowerCase()).toBe("post");
  }
  await context.close();
});
