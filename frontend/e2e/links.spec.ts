import { editor, titles } from "./tasks-page";
import { expect, expectAccessible, rows, test } from "./test";

const address = "https://example.com/a?b=1#c";

test("addresses in texts are links to a tab of their own", async ({ page, me, context, expecting }) => {
  expecting(/^foreign request: https:\/\/example.com\//);
  await me.call("POST", "/api/tasks", { title: `Read ${address}.`, description: `<b>or</b> http://localhost/x, say` });
  await me.call("POST", "/api/tasks", { title: "<img src=x onerror=alert(1)>", description: "javascript:alert(1)" });
  await context.route("https://example.com/**", (route) => route.fulfill({ body: "There" }));
  await page.goto("/tasks");
  await expect(titles(page).first()).toHaveText("<img src=x onerror=alert(1)>");
  const links = rows(page).getByRole("link");
  await expect(links).toHaveText([address, "http://localhost/x"]);
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute("rel", "noopener noreferrer");
    await expect(link).toHaveAttribute("target", "_blank");
  }
  await expect(rows(page).locator("b, img, script")).toHaveCount(0);
  await expectAccessible(page);

  const opened = context.waitForEvent("page");
  await links.first().click();
  expect((await opened).url()).toBe(address);
  await (await opened).close();
  await expect(editor(page)).toHaveCount(0);
  await page.getByRole("button", { name: `Read ${address}.`, exact: true }).click({ position: { x: 5, y: 10 } });
  await expect(editor(page).getByLabel("Title")).toHaveValue(`Read ${address}.`);
  await expect(editor(page).getByRole("link")).toHaveText([address, "http://localhost/x"]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: `Read ${address}.`, exact: true }).focus();
  await page.keyboard.press("Tab");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("x"); // it is of its row
  await expect(rows(page)).toHaveCount(1);
});
