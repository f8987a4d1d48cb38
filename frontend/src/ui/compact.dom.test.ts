import { beforeEach, expect, test, vi } from "vitest";

import { compactScript, isCompact, setCompact, subscribeCompact } from "@/ui/compact";
import { chosenTheme, setTheme, themeScript } from "@/ui/theme";

/** Makes the page as it is before its scripts run, and runs these. */
function load() {
  for (const name of Object.keys(document.documentElement.dataset)) delete document.documentElement.dataset[name];
  new Function(themeScript + compactScript)();
}

beforeEach(() => {
  setCompact(false);
  setTheme("system");
});

test("rows are compact from the next load on, whatever the theme, until they are not", () => {
  load();
  expect(isCompact()).toBe(false);
  setTheme("dark");
  setCompact(true);
  load();
  expect(isCompact()).toBe(true);
  expect(chosenTheme()).toBe("dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  setCompact(false);
  load();
  expect(isCompact()).toBe(false);
  expect(chosenTheme()).toBe("dark");
});

test("a change is heard at once, until one no longer listens", async () => {
  const listener = vi.fn();
  const stop = subscribeCompact(listener);
  setCompact(true);
  await Promise.resolve();
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  setCompact(false);
  await Promise.resolve();
  expect(listener).toHaveBeenCalledTimes(1);
});
