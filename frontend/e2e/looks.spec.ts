import { mkdirSync } from "node:fs";

import { add, settled } from "./tasks-page";
import { expect, expectAccessible, failedRequest, rows, test, type Person } from "./test";

import type { Page } from "@playwright/test";

const folder = "screenshots";
mkdirSync(folder, { recursive: true });

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const day = 86_400_000;

/** A list as somebody has it after a while. */
async function fill(me: Person) {
  const at = (days: number, hour = 21) =>
    `${new Date(Date.now() + days * day).toISOString().slice(0, 10)}T${String(hour).padStart(2, "0")}:59:00Z`;
  const tasks = [
    {
      title: "Send the invoice to Lindqvist",
      due_date: at(-2),
      priority: "critical",
      category: "Work",
      tags: ["money"],
    },
    { title: "Water the plants", due_date: at(0, 23), recurrence_pattern: "weekly", category: "Home" },
    {
      title: "Book the train to Lisbon",
      due_date: at(2, 17),
      priority: "medium",
      tags: ["travel"],
      description: "The one at nine, with a seat at the window if there is one.",
    },
    { title: "Read chapter four", tags: ["course"] },
    {
      title:
        "Write down everything that has to be thought of before the move, " +
        "from the gas meter to the neighbours’ keys, and who does it",
      priority: "high",
      category: "The flat in Rua da Saudade",
      tags: ["move", "a-rather-long-tag-that-does-not-fit-anywhere", "home"],
      due_date: at(20),
    },
    { title: "اتصل بأمي 😀", priority: "low" },
    { title: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenbescheidüberprüfung".repeat(2) },
  ];
  for (const task of tasks) await me.call("POST", "/api/tasks", task);
  for (const title of ["Buy oats and lemons", "Cancel the newspaper", "Fix the bicycle"])
    await me.call("POST", "/api/tasks", { title, completed: true });
}

/** Looks at a page in both themes: axe, no sideways scrolling, and a picture of each. */
async function look(page: Page, name: string, size: string) {
  await expectAccessible(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${size}.png` });
  }
  if (size === "phone") {
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize(sizes.phone);
  }
}

for (const [size, viewport] of Object.entries(sizes)) {
  test.describe(`on a ${size}`, () => {
    test.use({ viewport });

    for (const [name, path, heading] of [
      ["home", "/", "A todo list"],
      ["signin", "/auth/signin?ended=1", "Sign in"],
      ["signup", "/auth/signup", "Create an account"],
      ["forgot", "/auth/forgot", "Forgot your password?"],
      ["reset", "/auth/reset?token=x", "Set a new password"],
      ["reset-dead", "/auth/reset?error=INVALID_TOKEN", "This link is no longer valid"],
      ["verified", "/auth/verified", "Your email address is confirmed"],
      ["not-verified", "/auth/verified?error=TOKEN_EXPIRED", "Your email address is not confirmed"],
      ["not-found", "/nowhere", "Page not found"],
    ] as const) {
      test(name, async ({ page, expecting }) => {
        if (name === "not-found") expecting(failedRequest);
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
        if (name === "home") await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();
        await look(page, name, size);
      });
    }

    test("refused input", async ({ page }) => {
      await page.goto("/auth/signup");
      await page.getByRole("textbox", { name: "Email" }).fill("ann@");
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByText("Please enter a valid email address")).toBeVisible();
      await look(page, "signup-refused", size);
    });

    test("an empty list", async ({ page, me }) => {
      void me;
      await page.goto("/tasks");
      await expect(page.getByText("Your list is empty")).toBeVisible();
      await look(page, "tasks-empty", size);
    });

    test("while it loads", async ({ page, me }) => {
      void me;
      let go = () => {};
      const gate = new Promise<void>((resolve) => (go = resolve));
      await page.route(/\/api\/lists/, async (route) => {
        await gate;
        await route.fallback();
      });
      await page.goto("/tasks");
      await expect(page.getByText("Loading the tasks")).toBeAttached();
      await look(page, "tasks-loading", size);
      go();
      await expect(page.getByText("Your list is empty")).toBeVisible();
    });

    test.describe("a full list", () => {
      test.beforeEach(async ({ page, me }) => {
        await fill(me);
        await page.goto("/tasks");
        await expect(rows(page)).toHaveCount(7);
        await expect(page.getByText("10 tasks, 3 completed")).toBeVisible();
      });

      test("as it is, and while one types", async ({ page }) => {
        await look(page, "tasks", size);
        if (size === "phone") await page.getByRole("button", { name: "New task" }).click();
        await page
          .getByRole("combobox", { name: "New task" })
          .fill("Call Ann tomorrow 9am every week #family @home !high");
        await expect(page.getByRole("list", { name: "Understood" })).toBeVisible();
        await look(page, "tasks-typing", size);
      });

      test("its message, and a search that finds nothing", async ({ page }) => {
        await page.getByRole("checkbox", { name: "Done: Read chapter four" }).click();
        await page.getByRole("button", { name: "Undo" }).hover(); // it stays while it is pointed at
        await look(page, "tasks-message", size);
        await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
        if (size === "phone") await page.getByRole("button", { name: "Search" }).click();
        await page.getByRole("searchbox", { name: "Search" }).fill("xyzzy");
        await expect(page.getByText("Nothing is found")).toBeVisible();
        await look(page, "tasks-nothing", size);
      });

      test("the editor, and the keys", async ({ page }) => {
        await page.getByRole("button", { name: "Book the train to Lisbon", exact: true }).click();
        await expect(page.getByRole("dialog", { name: "Edit task" })).toBeVisible();
        await look(page, "editor", size);
        await page.keyboard.press("Escape");
        await page.getByRole("heading", { level: 1 }).click();
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
        await look(page, "keys", size);
      });

      test("the menu, and the filters", async ({ page, me }) => {
        await page.getByRole("button", { name: `Account of ${me.name}` }).click();
        await expect(page.getByRole("menu")).toBeVisible();
        await look(page, "menu", size);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Display" }).click();
        await expect(page.getByRole("dialog", { name: "Display" })).toBeVisible();
        await look(page, "filters", size);
      });
    });

    test("without a connection", async ({ page, me, context, expecting }) => {
      expecting(failedRequest, /ERR_INTERNET_DISCONNECTED/);
      await fill(me);
      await page.goto("/tasks");
      await expect(rows(page)).toHaveCount(7);
      await settled(page);
      await context.setOffline(true);
      await add(page, "Call Ann tomorrow");
      await expect(page.getByText("not sent yet")).toBeVisible();
      await look(page, "tasks-offline", size);
      await context.setOffline(false);
      await expect(page.getByText("not sent yet")).toBeHidden();
    });

    test("the list cannot be loaded", async ({ page, me, expecting }) => {
      void me;
      expecting(failedRequest);
      await page.route(/\/api\/lists/, (route) => route.abort());
      await page.goto("/tasks");
      await expect(page.getByText("The tasks could not be loaded")).toBeVisible({ timeout: 20_000 });
      await look(page, "tasks-error", size);
    });

    test("the account, and its end", async ({ page, me }) => {
      void me;
      await page.goto("/account");
      await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
      await expect(page.getByRole("list", { name: "Sessions" })).toBeVisible();
      await look(page, "account", size);
      await page.screenshot({ path: `${folder}/account-whole-dark-${size}.png`, fullPage: true });
      await page.getByRole("button", { name: "Delete my account" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await look(page, "account-delete", size);
    });
  });
}
