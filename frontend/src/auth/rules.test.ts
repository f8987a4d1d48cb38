import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";
import type { z } from "zod/mini";

import { changePasswordForm, signInForm, signUpForm } from "@/auth/rules";

/** A text and either the rule that it breaks or its clean form, which is the same text when absent. */
interface RuleCase {
  /** A text and how often to repeat it before text and clean. */
  repeat?: [string, number];
  text: string;
  clean?: string;
  rule?: string;
}

// The backend's tests read this file too, so that both sides have the same rules.
const file = new URL("../../../shared/identity/testdata/rules.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Record<"email" | "password" | "name", RuleCase[]>;

function texts({ repeat: [repeated, times] = ["", 0], text, clean = text }: RuleCase) {
  const before = repeated.repeat(times);
  return { text: before + text, clean: before + clean };
}

/** Returns the first error of a form for a field, or undefined. */
function errorOf(form: z.ZodMiniType, fields: Record<string, unknown>, field: string) {
  return form.safeParse(fields).error?.issues.find((issue) => issue.path[0] === field)?.message;
}

const good = { name: "", email: "ann@example.com", password: "correct horse" };

describe.each(["email", "password", "name"] as const)("the backend's rules for %s", (field) => {
  test.each(cases[field])("%j", (rule) => {
    const { text, clean } = texts(rule);
    const fields = { ...good, [field]: text };
    const want = rule.rule && (field === "name" ? `Name ${rule.rule}` : rule.rule);
    expect(errorOf(signUpForm, fields, field)).toBe(want);
    if (want) return;
    const sent = signUpForm.parse(fields)[field];
    expect(field === "email" ? sent.toLowerCase() : sent).toBe(clean); // the backend lower-cases an address
  });
});

test("a password that exists may be short, of an older account, but not missing", () => {
  const of = (password: string) => errorOf(signInForm, { email: good.email, password, remember: true }, "password");
  expect(of("short")).toBeUndefined();
  expect(of("")).toBe("Please enter your password");
  expect(of("x".repeat(129))).toBe("Password must be 128 characters or less");
  expect(errorOf(changePasswordForm, { currentPassword: "", password: "12345678" }, "currentPassword")).toBe(
    "Please enter your password",
  );
});
