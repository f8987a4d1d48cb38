import { add } from "./tasks-page";
import { expect, expectAccessible, failedRequest, rows, test } from "./test";

// The editor of a task that the server has refused: nothing that was typed is thrown away.

for (const [size, viewport] of [
  ["a desktop", { width: 1280, height: 800 }],
  ["a phone", { width: 390, height: 844 }],
] as const) {
  test.describe(`on ${size}`, () => {
    test.use({ viewport, hasTouch: size === "a phone" });

    test("what is typed over a refusal stays with it, however the editor is closed", async ({
      page,
      me,
      expecting,
    }) => {
      expecting(failedRequest);
      const { id } = await me.call("POST", "/api/lists", { name: "Shopping" });
      const refusing = { on: true };
      await page.route("**/api/tasks", (route) => {
        if (route.request().method() !== "POST" || !refusing.on) return route.fallback();
        return route.continue({ postData: JSON.stringify({ title: "x".repeat(201) }) });
      });
      await page.goto(`/tasks?list=${id}`);
      await add(page, "Milk");
      if (size === "a phone") await page.keyboard.press("Escape"); // its sheet
      const panel = page.getByRole("region", { name: "Not saved" });
      const dialog = page.getByRole("dialog", { name: "New task" });
      const description = dialog.getByLabel("Description");
      const edit = panel.getByRole("button", { name: /^Edit/ });
      await edit.click();
      await expect(dialog.getByText("Until it is added, it stays under “Not saved”.")).toBeVisible();
      await expectAccessible(page);
      for (const [text, leave] of [
        ["By Escape", () => page.keyboard.press("Escape")],
        ["By a click beside", () => page.mouse.click(5, 5)],
        ["By its button", () => dialog.getByRole("button", { name: "Close" }).click()],
      ] as const) {
        await description.fill(text);
        await leave();
        await expect(dialog).toBeHidden();
        await expect(panel).toContainText(text);
        await expect(edit).toBeFocused();
        await edit.click();
        await expect(description).toHaveValue(text);
      }
      await dialog.getByLabel("Title").fill("Oat milk");
      await page.reload();
      await expect(dialog.getByLabel("Title")).toHaveValue("Oat milk");
      await page.keyboard.press("Escape");
      await expect(panel).toContainText("Oat milk");
      await page.reload();
      await expect(panel).toContainText("By its button");
      await expect(dialog).toBeHidden();
      refusing.on = false;
      await edit.click();
      await dialog.getByRole("button", { name: "Add" }).click();
      await expect(rows(page)).toHaveText(/Oat milk/);
      await expect(panel).toBeHidden();
      await expect
        .poll(() => me.call("GET", "/api/tasks"))
        .toMatchObject({ tasks: [{ title: "Oat milk", description: "By its button", list_id: id }] });
    });
  });
}
