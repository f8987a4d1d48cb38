import { demo } from "./servers";
import { display } from "./tasks-page";
import { expect, rows, test } from "./test";

test("from the first page to a list that is there again on the next day", async ({ page }) => {
  const email = `journey-${process.pid}-${Date.now()}@example.com`;
  const password = "a few words in a row";

  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Jo Berg");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/tasks?view=today");

  await expect(page.getByRole("combobox", { name: "New task" })).toBeFocused();
  await page.getByRole("link", { name: "All tasks" }).click();
  await page.getByRole("button", { name: "Add the first task" }).click();
  await page.keyboard.type("Call Ann tomorrow 9am #family !high");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(rows(page)).toHaveText(/Call Ann.*tomorrow, 09:00.*high.*#family/);
  await expect(page.getByText("1 task, 0 completed")).toBeVisible();

  await rows(page).getByRole("button", { name: "Call Ann", exact: true }).click();
  const editor = page.getByRole("dialog", { name: "Edit task" });
  await expect(editor.getByText(/ 09:00 \(Europe\/Paris\)/)).toBeVisible(); // the new account has the browser's zone
  await editor.getByLabel("Title").fill("Call Ann and Bo");
  await editor.getByLabel("Description").fill("About the summer");
  await editor.getByRole("button", { name: "Close" }).click();
  await expect(rows(page)).toHaveText(/Call Ann and Bo.*About the summer/);

  await page.getByRole("checkbox", { name: "Done: Call Ann and Bo" }).click();
  await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
  await expect(page.getByText("1 task, 1 completed")).toBeVisible();
  await display(page, "Done");
  await rows(page).hover();
  await page.getByRole("button", { name: "Delete: Call Ann and Bo" }).click();
  await expect(page.getByText("0 tasks, 0 completed")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(rows(page)).toHaveText(/Call Ann and Bo/);

  await page.getByRole("button", { name: "Account of Jo Berg" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/tasks?view=today");
  await expect(page.getByRole("heading", { name: "All clear today" })).toBeVisible();
  await page.getByRole("link", { name: "All tasks" }).click();
  await expect(page.getByText("1 task, 1 completed")).toBeVisible();
  await display(page, "All");
  await expect(rows(page)).toHaveText(/Call Ann and Bo.*tomorrow, 09:00.*high.*#family.*About the summer/);
  await expect(page.getByRole("checkbox", { name: "Done: Call Ann and Bo" })).toBeChecked();
});

test("the demo is one press away", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(page).toHaveURL("/tasks?view=today");
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  await page.getByRole("button", { name: /^Account of / }).click();
  await expect(page.getByRole("menu").getByText(demo.email)).toBeVisible();
});
