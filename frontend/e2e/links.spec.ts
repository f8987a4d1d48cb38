import { press } from "./keyboard";
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

test("a tag or list in a row is a link to its view, and the row stays a row", async ({ page, me, context }) => {
  const list = await me.call("POST", "/api/lists", { name: "Garden" });
  for (const name of ["b", "a"])
    await me.call("POST", "/api/tasks", { title: name, tags: ["home", name], list_id: list.id });
  await page.goto(`/tasks?list=${list.id}`);
  await expect(titles(page)).toHaveText(["b", "a"]);
  const tag = rows(page).getByRole("link", { name: "#home" });

  const opened = context.waitForEvent("page"); // in a tab of its own
  await tag.first().click({ modifiers: ["ControlOrMeta"] });
  await expect(await opened).toHaveURL(/\/tasks\?tag=home$/);
  await (await opened).close();
  await expect(page).toHaveURL(/\/tasks\?list=/);
  await expect(rows(page).filter({ hasText: "Selected" })).toHaveCount(0);

  const [from, to] = await Promise.all([tag.first().boundingBox(), rows(page).last().boundingBox()]);
  if (!from || !to) throw new Error("the rows are not in sight");
  await page.mouse.move(from.x + 10, from.y + 10); // dragged by its tag
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y + 20);
  await page.mouse.move(from.x + 10, to.y + to.height * 0.9, { steps: 4 });
  await page.mouse.up();
  await expect(titles(page)).toHaveText(["a", "b"]);
  await expect(page).toHaveURL(/\/tasks\?list=/);

  await tag.first().click();
  await expect(page).toHaveURL(/\/tasks\?tag=home$/);
  await expect(page.getByRole("heading", { level: 1, name: "#home" })).toBeFocused();
  await expect(editor(page)).toHaveCount(0);
  await expectAccessible(page);

  await press(page, "j", "ContextMenu"); // by key
  const menu = page.getByRole("menu");
  await expect(menu.getByRole("menuitem", { name: /^Go to/ })).toHaveText(["Go to Garden", /^Go to #[ab]$/]);
  await expectAccessible(page);
  await menu.getByRole("menuitem", { name: "Go to Garden" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Garden" })).toBeFocused();
  await press(page, "Control+k");
  await page.keyboard.type("#home");
  await expect(page.getByRole("option").first()).toHaveText("#homeTag");
  await press(page, "Enter");
  await expect(page).toHaveURL(/\/tasks\?tag=home$/);

  await rows(page).getByRole("link", { name: "Garden" }).first().click(); // its list
  await expect(page).toHaveURL(/\/tasks\?list=/);
  await expect(editor(page)).toHaveCount(0);
});
