import { expect, test } from "vitest";

import { withNext, safeRedirect, signInPath } from "@/session/redirect";

test.each([
  ["/account", "/account"],
  ["/tasks?tag=home&due=week", "/tasks?tag=home&due=week"],
  ["/tasks#x", "/tasks#x"],
  ["/a/../account", "/account"],
  ["/authors", "/authors"],
  ["/tasks?next=https://evil.example", "/tasks?next=https://evil.example"],
  ["/%2f%2fevil.example", "/%2f%2fevil.example"], // a path of this site, which is not there
])("%j is followed", (next, place) => {
  expect(safeRedirect(next)).toBe(place);
});

test.each([
  null,
  undefined,
  "",
  "account",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "//evil.example:80/tasks",
  "//user@evil.example",
  "https://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "//[",
  "/auth/signin",
  "/auth/signin?next=/auth/signin",
  "/auth",
  "/tasks/../auth/signin",
  "/api/auth/verify-email?token=x",
])("%j leads to Today", (next) => {
  expect(safeRedirect(next)).toBe("/tasks?view=today");
});

test("what is followed stays on this site, whatever the browser makes of it", () => {
  for (const next of [
    "/account",
    "/%2f%2fevil.example",
    "/@evil.example",
    "/;//evil.example",
    "/?//evil.example",
    "/%09/evil.example",
  ]) {
    expect(new URL(safeRedirect(next), "https://todo.example/auth/signin").origin).toBe("https://todo.example");
  }
});

test("a page is given as next, and comes back", () => {
  const here = "/tasks?tag=a&search=%5C%26x";
  for (const path of [signInPath(here, true), withNext("/auth/signup", here)]) {
    expect(safeRedirect(new URL(path, "https://todo.example").searchParams.get("next"))).toBe(here);
  }
  expect(signInPath("/", false)).not.toContain("ended");
  expect(withNext("/auth/signup", "/tasks?view=today")).toBe("/auth/signup");
  expect(withNext("/auth/signup", "/tasks")).toBe("/auth/signup?next=%2Ftasks");
});
