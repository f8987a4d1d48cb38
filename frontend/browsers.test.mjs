import { expect, test } from "vitest";

import { faults } from "./browsers.mjs";

const lacks = ["chrome 119", "firefox 120", "safari 17.1"].join("|");

test.each([
  ["AbortSignal.any([])", "AbortSignal.any"],
  ["Promise.withResolvers()", "Promise.withResolvers"],
  ["Object.groupBy([], f)", "Object.groupBy"],
  ["new Intl.Segmenter()", "Intl.Segmenter"],
  ["requestIdleCallback(f)", "requestIdleCallback"],
  ["self.requestIdleCallback(f)", "requestIdleCallback"],
  ["navigator.userAgentData", "navigator.userAgentData"],
  ["new DisposableStack()", "DisposableStack"],
  ["a.symmetricDifference(b)", ".symmetricDifference"],
  ["Error.captureStackTrace(this)", "Error.captureStackTrace"],
])("%s is found: %s", (code, name) => {
  const lines = faults({ "a.js": code });
  expect(lines.filter((line) => line.includes(`: ${name} is not in`))).toHaveLength(1);
  for (const line of lines) expect(line).toMatch(new RegExp(`^a.js:\\d+: \\S+ is not in (${lacks})$`));
});

test.each([
  "/[[a]--b]/v.test(a)",
  "[].toSorted(); structuredClone({}); [].at(-1); a?.b ?? c; class A { #b = 1; static { this.c = 1 } }",
  "AbortSignal.any ? AbortSignal.any([]) : f()",
  "AbortSignal.any && AbortSignal.any([])",
  '"any" in AbortSignal && AbortSignal.any([])',
  'typeof Promise.withResolvers === "function" ? Promise.withResolvers() : f()',
  "Promise.withResolvers?.()",
  "URL.canParse || (URL.canParse = f); URL.canParse(a)",
  "function f(DisposableStack) { new DisposableStack() }",
  '"requestIdleCallback" in window ? (requestIdleCallback(f), () => cancelIdleCallback(1)) : g()',
])("%s is fit", (code) => {
  expect(faults({ "a.js": code })).toEqual([]);
});

test("what one script brings, another may use", () => {
  expect(faults({ "a.js": "Object.groupBy ||= f", "b.js": "Object.groupBy([], f)" })).toEqual([]);
});

test("younger syntax is found", () => {
  expect(faults({ "a.js": "using a = b" })).toEqual([expect.stringMatching(/^a\.js: .*syntax of ECMAScript 2024$/)]);
  expect(faults({ "a.js": "/(?i:a)b/" })).toHaveLength(1);
});
